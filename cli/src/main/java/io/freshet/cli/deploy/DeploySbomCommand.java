package io.freshet.cli.deploy;

import io.freshet.cli.Version;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.deploy.sbom.Component;
import io.freshet.deploy.sbom.LicenceRules;
import io.freshet.deploy.sbom.Sbom;
import io.freshet.deploy.sbom.ShippedJars;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sbom",
    description = {
      "Lists the libraries that images and this command line ship, and checks their licences.",
      "As JSON it is a CycloneDX 1.6 document. Exit code 1 when a licence is not allowed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet deploy sbom --json sbom.cdx.json"})
final class DeploySbomCommand implements Callable<Integer> {
  @Option(
      names = "--release",
      paramLabel = "VERSION",
      defaultValue = Version.NUMBER,
      description = "Of Freshet, as the document names it. Default: ${DEFAULT-VALUE}")
  private String release;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Component> components =
        ShippedJars.of(new ShippedModules(workspace.modules()).classPaths());
    LicenceRules rules = LicenceRules.shipped();
    List<String> problems = rules.problems(components);
    PrintWriter out = spec.commandLine().getOut();
    json.write(new Sbom(release, components, rules).json(), out);
    if (!json.replacesText()) {
      problems.forEach(out::println);
      out.printf(
          "%d libraries, %d under a licence that is not allowed%n",
          components.size(), problems.size());
      out.flush();
    }

    return problems.isEmpty() ? 0 : 1;
  }
}

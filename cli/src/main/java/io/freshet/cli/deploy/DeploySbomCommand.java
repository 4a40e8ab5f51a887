package io.freshet.cli.deploy;

import io.freshet.cli.Version;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.deploy.sbom.Component;
import io.freshet.deploy.sbom.LicenceRules;
import io.freshet.deploy.sbom.Sbom;
import io.freshet.deploy.sbom.ShippedJars;
import io.freshet.deploy.sbom.advisory.Advisories;
import io.freshet.deploy.sbom.advisory.Weakness;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      "As JSON it is a CycloneDX 1.6 document. Exit code 1 when a licence is not allowed, or one of"
          + " them is known to be weak by the advisories that are named."
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

  @Option(
      names = "--advisories",
      paramLabel = "PATH",
      description = "File or folder of advisories in OSV's format, to hold the libraries against")
  private Path advisories;

  @Option(
      names = "--except",
      paramLabel = "ID",
      description = "An advisory that was looked at and does not concern us; may be repeated")
  private List<String> exceptions = List.of();

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Advisories> known = Optional.ofNullable(advisories).map(Advisories::read);
    List<Component> components =
        ShippedJars.of(new ShippedModules(workspace.modules()).classPaths());
    LicenceRules rules = LicenceRules.shipped();
    List<String> problems = rules.problems(components);
    List<Weakness> weak =
        known.stream()
            .flatMap(all -> all.of(components).stream())
            .filter(weakness -> !exceptions.contains(weakness.id()))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    json.write(new Sbom(release, components, rules).json(weak), out);
    if (!json.replacesText()) {
      problems.forEach(out::println);
      weak.forEach(weakness -> out.println(weakness.text()));
      out.printf(
          "%d libraries, %d under a licence that is not allowed%n",
          components.size(), problems.size());
      known.ifPresent(all -> out.printf("%d weak, by %d advisories%n", weak.size(), all.size()));
      out.flush();
    }

    return problems.isEmpty() && weak.isEmpty() ? 0 : 1;
  }
}

package io.freshet.cli.deploy;

import io.freshet.cli.Workspace;
import io.freshet.cli.contract.diff.ConsumerImpact;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.Installation;
import io.freshet.deploy.manifest.ManifestDiff;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.UpgradeNotes;
import io.freshet.local.fetch.FileTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = {
      "Says what a render would change, and what becomes of state and of readers.",
      "Changes nothing. Exit code 1: it breaks a reader, or something can't be applied as it"
          + " is."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet deploy plan --values deploy/example/values.yaml --against manifests"
    })
final class DeployPlanCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      required = true,
      description = "What was rendered before; one that is empty or not there has nothing")
  private Path against;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Installation installation = options.read(workspace);
    Map<String, Map<String, Object>> before = Manifests.read(against);
    Map<String, Map<String, Object>> after = new TreeMap<>();
    for (Resource resource : InstallationOptions.resources(installation)) {
      after.put(resource.path(), Manifests.parsed(resource));
    }
    PlanReport report =
        new PlanReport(
            ManifestDiff.between(before, after),
            UpgradeNotes.between(before, after),
            ConsumerImpact.of(
                workspace, against.toString(), contracts(before), installation.contracts()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      report.print(out);
    }
    json.write(report.json(), out);

    return report.ok() ? 0 : 1;
  }

  /** The contracts that the earlier render was of: it holds their files. */
  private static Contracts contracts(Map<String, Map<String, Object>> rendered) throws IOException {
    Map<String, String> files = new TreeMap<>();
    rendered.forEach(
        (path, resource) -> {
          if (path.startsWith("contracts/") && resource.get("data") instanceof Map<?, ?> data) {
            data.forEach((name, text) -> files.put(name.toString(), text.toString()));
          }
        });

    // Nothing was rendered before: no folder of contracts may be empty, but this one may.
    return files.isEmpty() ? Contracts.of(List.of()) : read(files);
  }

  private static Contracts read(Map<String, String> files) throws IOException {
    Path folder = Files.createTempDirectory("freshet-contracts-");
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
      }

      return Contracts.read(folder);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read the earlier contracts: " + e.getMessage(), e);
    } finally {
      FileTree.delete(folder);
    }
  }
}

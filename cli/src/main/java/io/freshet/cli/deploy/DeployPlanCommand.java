package io.freshet.cli.deploy;

import io.freshet.cli.Workspace;
import io.freshet.cli.contract.diff.ConsumerImpact;
import io.freshet.cli.output.JsonOption;
import io.freshet.deploy.Installation;
import io.freshet.deploy.manifest.ManifestDiff;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.UpgradeNotes;
import java.io.PrintWriter;
import java.nio.file.Path;
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
    EarlierRender earlier = EarlierRender.read(against);
    InstallationOptions.Planned planned = options.read(workspace, earlier.plans());
    Installation installation = planned.installation();
    Map<String, Map<String, Object>> after = new TreeMap<>();
    for (Resource resource : InstallationOptions.resources(installation)) {
      after.put(resource.path(), Manifests.parsed(resource));
    }
    PlanReport report =
        new PlanReport(
            ManifestDiff.between(earlier.resources(), after),
            UpgradeNotes.between(earlier.resources(), after, planned.lost()),
            ConsumerImpact.of(
                workspace, against.toString(), earlier.contracts(), installation.contracts()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      report.print(out);
    }
    json.write(report.json(), out);

    return report.ok() ? 0 : 1;
  }
}

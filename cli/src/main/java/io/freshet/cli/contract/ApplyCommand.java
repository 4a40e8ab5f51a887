package io.freshet.cli.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.PlanText;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.PlanJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = {
      "Makes topics, registry subjects, tables, views and access rules follow the contracts.",
      "Prints the plan first; running it again changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet contract apply --dry-run"})
final class ApplyCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (ContractApplier applier = ContractApplier.open(workspace.settings())) {
      List<Change> plan = applier.plan(workspace.contracts());
      ObjectNode result = PlanJson.of(plan);
      boolean ok = result.path("ok").asBoolean();
      if (!json.replacesText()) {
        PlanText.print(result, out);
      }
      if (!dryRun && ok) {
        ContractApplier.run(plan);
        if (!json.replacesText() && changesAnything(plan)) {
          out.println("Applied");
        }
      }
      json.write(result, out);

      return ok ? 0 : 1;
    }
  }

  private static boolean changesAnything(List<Change> plan) {
    return plan.stream().anyMatch(change -> change.action() != Change.Action.NONE);
  }
}

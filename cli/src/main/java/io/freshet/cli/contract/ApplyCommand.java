package io.freshet.cli.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.PlanText;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.PlanJson;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
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
      "Prints the plan first; running it again changes nothing. Where anything is refused, nothing"
          + " is done: exit code 1."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet contract apply --dry-run"})
final class ApplyCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description =
          "Of the contracts that are meant, as a render has it; exit code 75 if there are others")
  private String digest;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = workspace.settings();
    Contracts contracts = workspace.contracts();
    requireMeant(contracts);
    try (ContractApplier applier = ContractApplier.open(settings)) {
      List<Change> plan = applier.plan(contracts);
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
      if (!ok) {
        printRefusals(plan);
      }

      return ok ? 0 : 1;
    }
  }

  /** Files of a pod follow their ConfigMaps a little later; what was meant may still come. */
  private void requireMeant(Contracts contracts) {
    if (digest != null && !digest.equals(contracts.digest())) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The contracts in %s have the digest %s and not %s; if they are to follow, try again"
              .formatted(workspace.contractsFolder(), contracts.digest(), digest));
    }
  }

  /** Once more, and last: of a pod's log the end alone is kept. */
  private void printRefusals(List<Change> plan) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("Nothing was applied, as this is refused:");
    plan.stream()
        .filter(change -> change.action() == Change.Action.REFUSE)
        .forEach(change -> err.printf("%s: %s%n", change.resource(), change.detail()));
  }

  private static boolean changesAnything(List<Change> plan) {
    return plan.stream().anyMatch(change -> change.action() != Change.Action.NONE);
  }
}

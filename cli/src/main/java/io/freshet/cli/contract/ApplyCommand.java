package io.freshet.cli.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Change;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = {
      "Makes topics, registry subjects and tables follow their contracts.",
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
      boolean refused = has(plan, Change.Action.REFUSE);
      if (!json.replacesText()) {
        print(plan, out);
      }
      if (!dryRun && !refused) {
        ContractApplier.run(plan);
        if (!json.replacesText() && pending(plan) > 0) {
          out.println("Applied");
        }
      }
      json.write(result(plan, !refused), out);

      return refused ? 1 : 0;
    }
  }

  private static void print(List<Change> plan, PrintWriter out) {
    for (Change change : plan) {
      if (change.action() != Change.Action.NONE) {
        out.printf("%s %-40s %s%n", sign(change.action()), change.resource(), change.detail());
      }
    }
    out.printf(
        "Plan: %d to create, %d to change, %d refused, %d as they should be%n",
        count(plan, Change.Action.CREATE),
        count(plan, Change.Action.UPDATE),
        count(plan, Change.Action.REFUSE),
        count(plan, Change.Action.NONE));
  }

  private static String sign(Change.Action action) {
    return switch (action) {
      case CREATE -> "+";
      case UPDATE -> "~";
      case REFUSE -> "!";
      case NONE -> " ";
    };
  }

  private static long pending(List<Change> plan) {
    return count(plan, Change.Action.CREATE) + count(plan, Change.Action.UPDATE);
  }

  private static boolean has(List<Change> plan, Change.Action action) {
    return count(plan, action) > 0;
  }

  private static long count(List<Change> plan, Change.Action action) {
    return plan.stream().filter(change -> change.action() == action).count();
  }

  private static ObjectNode result(List<Change> plan, boolean ok) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok);
    ArrayNode array = root.putArray("plan");
    for (Change change : plan) {
      array
          .addObject()
          .put("action", change.action().name().toLowerCase(Locale.ROOT))
          .put("resource", change.resource())
          .put("detail", change.detail());
    }

    return root;
  }
}

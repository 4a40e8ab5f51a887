package io.freshet.cli.backup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.bench.OwnPlatform;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.local.Platform;
import io.freshet.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "drill",
    description = {
      "Destroys databases, checkpoints and Kafka of a platform of its own, and brings each back.",
      "Says what each loss has cost, in data and in time, and proves every table after it. Your"
          + " platform is not touched. Exit code 1 where more is lost than must be."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet restore drill"})
final class DrillCommand implements Callable<Integer> {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = ".freshet-bench",
      description = "Where its platform lies until the end. Default: ${DEFAULT-VALUE}")
  private Path state;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "LOSS",
      description = "Of ${COMPLETION-CANDIDATES}; default: each in turn")
  private Set<Drill.Loss> only = EnumSet.allOf(Drill.Loss.class);

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Workspace.requireOwnServers();
    ProgressPrinter progress = new ProgressPrinter(spec.commandLine().getErr());
    StateFolder folder = new StateFolder(state);
    List<DrillRound> rounds = new ArrayList<>();
    try (OwnPlatform own = OwnPlatform.claim(Platform.in(folder), progress)) {
      DrillStage stage = new DrillStage(Workspace.of(own.platform().folder()), progress);
      new Drill(stage, folder.root().resolve("backups").toString())
          .run(
              EnumSet.copyOf(only),
              round -> {
                rounds.add(round);
                progress.progress("drill", told(round));
              });
    }

    return tell(rounds);
  }

  private int tell(List<DrillRound> rounds) {
    boolean ok = rounds.stream().allMatch(round -> round.whole() && round.proved());
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      TextTable text =
          new TextTable("destroyed", "brought back by", "lost", "restored", "proved", "proof");
      rounds.forEach(
          round ->
              text.row(
                  round.destroyed(),
                  round.broughtBackBy(),
                  round.lost(),
                  age(round.secondsToRestore()),
                  age(round.secondsToProve()),
                  round.proved() ? "whole" : "NOT WHOLE"));
      text.print(out);
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", ok);
    ArrayNode array = result.putArray("rounds");
    rounds.forEach(
        round ->
            array
                .addObject()
                .put("destroyed", round.destroyed())
                .put("brought_back_by", round.broughtBackBy())
                .put("lost", round.lost())
                .put("whole", round.whole())
                .put("seconds_to_restore", round.secondsToRestore())
                .put("seconds_to_prove", round.secondsToProve())
                .put("proved", round.proved()));
    json.write(result, out);

    return ok ? 0 : 1;
  }

  private static String told(DrillRound round) {
    return "%s: lost %s; restored after %s, proved after %s, proof %s"
        .formatted(
            round.destroyed(),
            round.lost(),
            age(round.secondsToRestore()),
            age(round.secondsToProve()),
            round.proved() ? "whole" : "NOT WHOLE");
  }

  private static String age(double seconds) {
    return Amounts.age(Duration.ofMillis((long) (seconds * 1000)));
  }
}

package io.freshet.cli.repair;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "repair",
    description = {
      "Writes the rows of some offsets anew from Kafka, in one commit, while the writer goes on.",
      "What the table holds of them goes, whatever it is; dead letters stay. Nothing changes where",
      "the table holds what the log says. Refused where retention has deleted any of it. Prints its",
      "plan and who has read these rows, and leaves a receipt. With --earlier it brings in what Kafka",
      "still has from before the table began, judged as the writer does."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet repair dasher_pings --offsets 0:1200-1999,3:7 --dry-run",
      "          ./freshet repair order_events --offsets 2:0-400 --because \"wrong scale in 1.4\"",
      "          ./freshet repair order_events --earlier --because \"the contract was enabled late\""
    })
public final class RepairCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE", description = "A stream's table, with or without namespace")
  private String table;

  @ArgGroup(multiplicity = "1")
  private Asked asked;

  @Mixin private RepairJob job;

  @Override
  public Integer call() throws Exception {
    return asked.isEarlier
        ? job.run(table, List.of("--earlier"), EarlierText::print)
        : job.run(table, List.of("--offsets", asked.offsets), RepairText::print);
  }

  /** What is to be written. */
  static final class Asked {
    @Option(
        names = "--offsets",
        required = true,
        paramLabel = "PARTITION:FIRST-LAST",
        description = "Of the table's topic, several separated by commas; prove names them")
    private String offsets;

    @Option(
        names = "--earlier",
        required = true,
        description = "What Kafka still has from before the table began to read it")
    private boolean isEarlier;
  }
}

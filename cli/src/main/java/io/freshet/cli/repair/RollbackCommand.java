package io.freshet.cli.repair;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = {
      "Brings a stream's table back to an earlier state, with what came since read from Kafka again.",
      "One commit, while the writer goes on; nothing is missing afterwards, and what others have",
      "done to its rows since is undone. Refused where retention has deleted any of it. A derived",
      "table needs none: run its nightly again."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet table rollback dasher_pings --to 2026-03-01T12:00:00Z --dry-run",
      "          ./freshet table rollback order_events --to 4711 --because \"wrong scale in 1.4\""
    })
final class RollbackCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE", description = "A stream's table, with or without namespace")
  private String table;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SNAPSHOT_OR_TIME",
      description = "A snapshot's id, or the last state until a time")
  private String state;

  @Mixin private RepairJob job;

  @Override
  public Integer call() throws Exception {
    return job.run(table, List.of("--roll-back-to", state), RepairText::print);
  }
}

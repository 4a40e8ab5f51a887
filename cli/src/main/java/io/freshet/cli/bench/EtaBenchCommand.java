package io.freshet.cli.bench;

import io.freshet.bench.EtaBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "eta",
    description = {
      "What an event costs the ETA application.",
      "Pings and order events wait in Kafka until Redis shows every order: events per CPU-second",
      "with each position shown, and as it works off what has waited, beside bare decoding."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench eta --events 500000"})
final class EtaBenchCommand implements Callable<Integer> {
  private static final String SHORT_CHECKPOINTS = "--eta.checkpoint-interval=5s";

  @Option(
      names = "--events",
      defaultValue = "500000",
      description = "How many pings and order events. Default: ${DEFAULT-VALUE}")
  private long events;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--events", events);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) ->
            new EtaBench(
                    stage,
                    pipeline.eta(SHORT_CHECKPOINTS, "--eta.thin-after=100000d"),
                    pipeline.eta(SHORT_CHECKPOINTS))
                .run(events),
        CostTable::print);
  }
}

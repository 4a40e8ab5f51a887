package io.freshet.cli.bench;

import io.freshet.bench.visible.FreshnessBench;
import io.freshet.bench.visible.FreshnessResult;
import io.freshet.bench.visible.Waits;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "freshness",
    description = {
      "How long a ping waits from when Kafka has it until an answer of Trino counts it, by the time"
          + " between the writer's commits."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench freshness --intervals 5s,10s,30s --duration 3m"})
final class FreshnessBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Option(
      names = "--intervals",
      split = ",",
      defaultValue = "5s,10s,30s",
      description = "Times between commits, one after the other. Default: ${DEFAULT-VALUE}")
  private List<Duration> intervals;

  @Option(
      names = "--duration",
      defaultValue = "3m",
      description = "How long events come at each, after three commits. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);
    intervals.forEach(interval -> BenchRun.requireAtLeast("--intervals", SHORTEST, interval));

    return run.run(
        BenchRun.WITH_TRINO,
        (stage, pipeline, workspace) -> {
          Contract pings = stage.contracts().require("dasher_pings");

          return new FreshnessBench(
                  stage,
                  interval ->
                      pipeline.writer(
                          pings, "--writer.checkpoint-interval=" + interval.toMillis() + "ms"))
              .run(intervals, duration, rate);
        },
        FreshnessBenchCommand::print);
  }

  private static void print(FreshnessResult result, PrintWriter out) {
    TextTable table =
        new TextTable("a commit every", "commits", "rows", "p50", "p95", "most", "p95 beyond it");
    for (Waits waits : result.waits()) {
      table.row(
          Durations.print(waits.interval()),
          Integer.toString(waits.commits()),
          Amounts.count(waits.rows()),
          seconds(waits.seconds(0.5)),
          seconds(waits.seconds(0.95)),
          seconds(waits.seconds(1)),
          seconds(waits.secondsBeyondInterval(0.95)));
    }
    table.print(out);
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "not seen" : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}

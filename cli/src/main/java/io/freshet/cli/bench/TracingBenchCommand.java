package io.freshet.cli.bench;

import io.freshet.bench.gateway.GatewayBench;
import io.freshet.bench.gateway.TracingBench;
import io.freshet.bench.gateway.TracingResult;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "tracing",
    description = {
      "What tracing costs an event gateway, beside the same gateway without it.",
      "At half of what it can answer, by turns. Sends by wrk, which must be on the PATH."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench tracing --rounds 7 --ratio 0.01,1 --json t.json"})
final class TracingBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Option(
      names = "--duration",
      defaultValue = "10s",
      description = "Of each measurement, and to warm up. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--ratio",
      split = ",",
      defaultValue = "0.01,1",
      description = "Shares of requests that are traced, 0 to 1. Default: ${DEFAULT-VALUE}")
  private List<Double> ratios;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--rounds", rounds);
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);
    for (double ratio : ratios) {
      if (!(ratio >= 0 && ratio <= 1)) {
        throw new InvalidSettingException("--ratio", ratio, "between 0 and 1");
      }
    }
    GatewayBench.requireTools();

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) -> new TracingBench(stage, duration, rounds, ratios).run(),
        TracingBenchCommand::print);
  }

  private static void print(TracingResult result, PrintWriter out) {
    TextTable table =
        new TextTable("", "traced", "CPU µs/event", "more than without", "of rounds", "p99 ms");
    for (TracingResult.Way way : result.ways()) {
      List<Double> overheads = result.overheads(way);
      table.row(
          way.shape(),
          way.isOff() ? "no tracing" : percent(way.sampleRatio()),
          String.format(Locale.ROOT, "%.2f", way.cpuMicrosPerEvent()),
          way.isOff() ? "" : percent(result.overhead(way)),
          way.isOff()
              ? ""
              : "%s to %s"
                  .formatted(
                      percent(overheads.get(0)), percent(overheads.get(overheads.size() - 1))),
          String.format(Locale.ROOT, "%.1f", way.p99()));
    }
    table.print(out);
    out.println("Processor time of the gateway's process; medians of the rounds.");
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }
}

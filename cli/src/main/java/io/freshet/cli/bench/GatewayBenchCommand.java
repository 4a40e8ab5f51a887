package io.freshet.cli.bench;

import io.freshet.bench.gateway.BrokerCost;
import io.freshet.bench.gateway.GatewayBench;
import io.freshet.bench.gateway.GatewayBench.Replication;
import io.freshet.bench.gateway.GatewayResult;
import io.freshet.bench.gateway.GatewayRun;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "gateway",
    description = {
      "Events a second through the event gateway, what each costs, how long it takes.",
      "Singly, in batches and by the REST Proxy's call, durable and fast, beside a bare",
      "Kafka producer. Sends by wrk, which must be on the PATH."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench gateway --duration 20s --replication"})
final class GatewayBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Option(
      names = "--duration",
      defaultValue = "10s",
      description = "Of each measurement, and to warm up. Default: ${DEFAULT-VALUE}")
  private String duration;

  @Option(
      names = "--replication",
      description = "Compare what three brokers spend, too: 3 copies, acks=all; 2, acks=1")
  private boolean replication;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    Duration each = Durations.parse(duration);
    if (each.compareTo(SHORTEST) < 0) {
      throw new InvalidSettingException("--duration", Durations.print(each), "at least 1s");
    }
    GatewayBench.requireTools();

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) ->
            new GatewayBench(stage, each)
                .run(replication ? Replication.COMPARED : Replication.LEFT_OUT),
        GatewayBenchCommand::print);
  }

  private static void print(GatewayResult result, PrintWriter out) {
    TextTable table =
        new TextTable(
            "",
            "answer",
            "events/s",
            "CPU µs/event",
            "of the limit",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "refused");
    for (GatewayRun each : result.runs()) {
      table.row(
          each.name(),
          each.acknowledgement(),
          Amounts.count(Math.round(each.eventsPerSecond())),
          number(each.cpuMicrosPerEvent()),
          each.isLimit()
              ? "the limit"
              : String.format(Locale.ROOT, "%.0f %%", 100 * result.shareOfTheLimit(each).orElse(0)),
          each.latency().map(latency -> number(latency.p50())).orElse(""),
          each.latency().map(latency -> number(latency.p99())).orElse(""),
          each.latency().map(latency -> number(latency.p999())).orElse(""),
          Amounts.count(each.refused()));
    }
    table.print(out);
    printBrokers(result, out);
  }

  private static void printBrokers(GatewayResult result, PrintWriter out) {
    if (result.brokers().isEmpty()) {
      return;
    }
    out.println();
    TextTable table = new TextTable("three brokers", "events/s", "CPU µs/event");
    for (BrokerCost cost : result.brokers()) {
      table.row(
          cost.name(),
          Amounts.count(Math.round(cost.eventsPerSecond())),
          number(cost.cpuMicrosPerEvent()));
    }
    table.print(out);
    result
        .spared()
        .ifPresent(part -> out.printf(Locale.ROOT, "%nThe second spares %.0f %%%n", 100 * part));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.load.LoadBench;
import io.freshet.bench.load.LoadResult;
import io.freshet.bench.load.Minute;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "load",
    description = {
      "Whether lake and ETA path together keep up with events that come as they happen: how far"
          + " each is behind, what their heaps hold, and who takes the processors, by minute."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench load --rate 50000 --duration 10m"})
final class LoadBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  @Option(
      names = "--rate",
      defaultValue = "50000",
      description = "Pings and order events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--duration",
      defaultValue = "10m",
      description = "How long they come; from 1m. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--eta-memory",
      paramLabel = "MB",
      defaultValue = "3072",
      description =
          "Of the ETA application's TaskManager, which keeps what it knows of each dasher and order"
              + " on its heap. Default: ${DEFAULT-VALUE}")
  private int etaMegabytes;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) -> {
          Contract pings = stage.contracts().require("dasher_pings");

          return new LoadBench(
                  stage,
                  pipeline.writer(pings, "--writer.checkpoint-interval=10s"),
                  pipeline.eta().withMegabytes(etaMegabytes))
              .run(rate, duration);
        },
        LoadBenchCommand::print);
  }

  private static void print(LoadResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d pings, %,.0f a second; rows are committed every 10 s, and what the ETA application has"
            + " done is known every 30 s%n%n",
        result.pings(),
        result.pingsPerSecond());
    TextTable minutes =
        new TextTable(
            "minute", "events", "lake behind", "ETAs behind", "writer's heap", "ETA's heap");
    for (Minute minute : result.minutes()) {
      minutes.row(
          Integer.toString(minute.number()),
          Amounts.count(minute.events()),
          seconds(minute.lakeBehindSeconds()),
          seconds(minute.etaBehindSeconds()),
          minute.writerHeapMegabytes() + " MB",
          minute.etaHeapMegabytes() + " MB");
    }
    minutes.print(out);
    out.printf(
        "%nEverything was there %s after the last event%n%n", seconds(result.drainSeconds()));
    TextTable processes = new TextTable("process", "CPU-s", "processors");
    result
        .cpuSeconds()
        .forEach(
            (process, spent) ->
                processes.row(
                    process,
                    String.format(Locale.ROOT, "%.1f", spent),
                    String.format(Locale.ROOT, "%.2f", spent / result.seconds())));
    processes.print(out);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}

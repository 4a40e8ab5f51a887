package io.freshet.cli.bench;

import io.freshet.bench.Preload;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.layout.LayoutBench;
import io.freshet.bench.layout.LayoutResult;
import io.freshet.bench.layout.Stored;
import io.freshet.cli.job.Jobs;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.replay.ReplaySettings;
import io.freshet.simulator.run.Speed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "layout",
    description = {
      "How many bytes a ping takes in Parquet: as the writer leaves it and as maintenance does, with"
          + " pages v1 and v2, beside the least that pyarrow finds for the same rows."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench layout --rows 4000000",
      "          ./freshet bench layout --pings pings.parquet --trips trips.parquet"
    })
final class LayoutBenchCommand implements Callable<Integer> {
  /** Several commits, so that there is something to merge. */
  private static final String INTERVAL = "--writer.checkpoint-interval=2s";

  @Option(
      names = "--rows",
      defaultValue = "4000000",
      description = "How many simulated pings. Default: ${DEFAULT-VALUE}")
  private long rows;

  @ArgGroup(exclusive = false)
  private Recording recording;

  @Mixin private BenchRun run;

  /** Recorded pings instead. */
  private static final class Recording {
    @Option(
        names = "--pings",
        required = true,
        paramLabel = "FILE",
        description = "Parquet of recorded pings, instead of simulated ones")
    private Path pings;

    @Option(
        names = "--trips",
        required = true,
        paramLabel = "FILE",
        description = "Parquet of their trips")
    private Path trips;
  }

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--rows", rows);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) -> {
          Contract pings = stage.contracts().require(LayoutBench.PINGS);

          return new LayoutBench(
                  stage,
                  pipeline.writer(pings, INTERVAL),
                  () -> new Jobs(workspace).maintainThoroughly())
              .run(() -> send(stage));
        },
        LayoutBenchCommand::print);
  }

  private long send(Stage stage) {
    if (recording == null) {
      return new Preload(stage).pings(rows).pings();
    }
    ReplaySettings settings =
        new ReplaySettings(recording.pings, recording.trips, Optional.empty(), Optional.empty());
    try (Simulator simulator = Simulator.connect(stage.settings())) {
      return simulator
          .replay(
              settings,
              Speed.parse("max"),
              progress ->
                  stage.progress().progress("replay", Amounts.count(progress.events()) + " events"))
          .counts()
          .pings();
    }
  }

  private static void print(LayoutResult result, PrintWriter out) {
    TextTable table =
        new TextTable(
            "layout", "rows", "files", "bytes/row", "than JSON", "own columns", "than JSON", "");
    for (Stored stored : result.stored()) {
      table.row(
          stored.name(),
          Amounts.count(stored.rows()),
          Amounts.count(stored.files()),
          number(stored.bytesPerRow()),
          smaller(result, stored.bytesPerRow()),
          number(stored.ownBytesPerRow()),
          smaller(result, stored.ownBytesPerRow()),
          stored.standing() == Standing.PEER ? "the least that it can be" : "");
    }
    out.printf(Locale.ROOT, "Pings of %.0f bytes as compact JSON%n%n", result.jsonBytesPerRow());
    table.print(out);
  }

  private static String smaller(LayoutResult result, double bytes) {
    return String.format(Locale.ROOT, "%.1f times smaller", result.jsonBytesPerRow() / bytes);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.FlameGraphs;
import io.freshet.bench.ProcessObserver;
import io.freshet.bench.Stage;
import io.freshet.bench.ingest.ConnectPeer;
import io.freshet.bench.ingest.Contender;
import io.freshet.bench.ingest.EvolvedWriter;
import io.freshet.bench.ingest.FlinkPeer;
import io.freshet.bench.ingest.Floor;
import io.freshet.bench.ingest.IngestBench;
import io.freshet.bench.ingest.OurWriter;
import io.freshet.bench.ingest.PyarrowLimit;
import io.freshet.bench.ingest.SparkPeer;
import io.freshet.bench.ingest.TableContender;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.InvalidSettingException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ingest",
    description = {
      "Pings that wait in Kafka until they are committed in Iceberg: what a row costs, in processor"
          + " time and bytes, by our writer (columnar, rows; in the pool of all streams: pooled; of"
          + " two versions of the contract: evolved), by Iceberg's sinks for Flink (as documented:"
          + " flink; with our settings: flink-tuned), for Kafka Connect (connect) and for Spark"
          + " Structured Streaming (spark), and without anything around it (floor, pyarrow)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench ingest --rows 8000000 --rounds 3 --json ingest.json",
      "          ./freshet bench ingest --only columnar,floor --flames flames"
    })
final class IngestBenchCommand implements Callable<Integer> {
  /** The contenders, in the order in which they take their turns. */
  enum Name {
    FLOOR,
    COLUMNAR,
    ROWS,
    POOLED,
    EVOLVED,
    FLINK,
    FLINK_TUNED,
    CONNECT,
    SPARK,
    PYARROW;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--rows",
      defaultValue = "2000000",
      description =
          "How many pings; each contender is measured in two halves, parted by the first commit of"
              + " half of them. Default: ${DEFAULT-VALUE}")
  private long rows;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description =
          "How often the contenders take turns; the median is printed. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Measure these contenders alone; of ${COMPLETION-CANDIDATES}")
  private List<Name> only = List.of();

  @Option(
      names = "--flames",
      paramLabel = "FOLDER",
      description =
          "Put a flame graph of each application's warm half there; looking costs it a few per cent")
  private Path flames;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--rounds", rounds);
    if (rows < 2 || rows % 2 != 0) {
      throw new InvalidSettingException("--rows", rows, "even and at least 2");
    }
    ProcessObserver observer = flames == null ? ProcessObserver.NOBODY : FlameGraphs.into(flames);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) ->
            new IngestBench(stage, contenders(stage, pipeline, observer)).run(rows, rounds),
        IngestTable::print);
  }

  private List<Contender> contenders(Stage stage, Pipeline pipeline, ProcessObserver observer) {
    Set<Name> chosen = only.isEmpty() ? EnumSet.allOf(Name.class) : EnumSet.copyOf(only);

    return chosen.stream().map(name -> contender(name, stage, pipeline, observer)).toList();
  }

  private static Contender contender(
      Name name, Stage stage, Pipeline pipeline, ProcessObserver observer) {
    Contract pings = stage.contracts().require(IngestBench.PINGS);

    return switch (name) {
      case FLOOR -> new Floor(stage);
      case COLUMNAR, ROWS ->
          new TableContender(
              stage,
              new OurWriter(
                  stage, name.toString(), pipeline.writer(pings, "--writer.path=" + name), pings),
              observer);
      case POOLED ->
          new TableContender(
              stage, new OurWriter(stage, name.toString(), pipeline.writer(), pings), observer);
      case EVOLVED ->
          new EvolvedWriter(
              stage,
              (contract, folder) -> pipeline.writer(contract, "--contracts.path=" + folder),
              observer);
      case FLINK ->
          new TableContender(
              stage, new FlinkPeer(stage, pings, FlinkPeer.Tuning.DOCUMENTED), observer);
      case FLINK_TUNED ->
          new TableContender(stage, new FlinkPeer(stage, pings, FlinkPeer.Tuning.OURS), observer);
      case CONNECT -> new TableContender(stage, new ConnectPeer(stage, pings), observer);
      case SPARK -> new TableContender(stage, new SparkPeer(stage, pings), observer);
      case PYARROW -> new PyarrowLimit(stage);
    };
  }
}

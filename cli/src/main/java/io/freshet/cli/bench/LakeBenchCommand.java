package io.freshet.cli.bench;

import io.freshet.bench.LakeBench;
import io.freshet.local.FlinkApplication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lake",
    description = {
      "Pings that wait in Kafka until they are committed in Iceberg: rows per CPU-second of"
          + " the writer by columns and by rows, and bytes per row, beside bare Parquet writing and bare decoding of the"
          + " same rows."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench lake --rows 1000000 --json lake.json"})
final class LakeBenchCommand implements Callable<Integer> {
  /** The writer's ways to make files; the first is what floors are held against. */
  private static final List<String> PATHS = List.of("columnar", "rows");

  @Option(
      names = "--rows",
      defaultValue = "1000000",
      description = "How many pings. Default: ${DEFAULT-VALUE}")
  private long rows;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--rows", rows);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) -> {
          Map<String, FlinkApplication> writers = new LinkedHashMap<>();
          for (String path : PATHS) {
            writers.put("writer, " + path, pipeline.writer(path));
          }

          return new LakeBench(stage, writers).run(rows);
        },
        CostTable::print);
  }
}

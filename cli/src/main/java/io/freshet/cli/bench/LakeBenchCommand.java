package io.freshet.cli.bench;

import io.freshet.bench.LakeBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lake",
    description = {
      "Pings that wait in Kafka until they are committed in Iceberg: rows per CPU-second of"
          + " the writer and bytes per row, beside bare Parquet writing and bare decoding of the"
          + " same rows."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench lake --rows 1000000 --json lake.json"})
final class LakeBenchCommand implements Callable<Integer> {
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
        (stage, pipeline, workspace) -> new LakeBench(stage, pipeline.writer()).run(rows),
        CostTable::print);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.batch.BatchBench;
import io.freshet.bench.batch.BatchBench.BatchPart;
import io.freshet.bench.batch.BatchBench.Variant;
import io.freshet.bench.batch.BatchResult;
import io.freshet.bench.batch.BatchResult.Comparison;
import io.freshet.bench.batch.BatchResult.Generated;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "batch",
    description = {
      "What batch work over a generated local day costs.",
      "Nightly: dasher_efficiency over the day's pings in small files, beside the same question in"
          + " plain Spark SQL and in DuckDB over the same files; all answers must be the same."
          + " Dataset: a training set made of the day's predictions and orders, and read from"
          + " Python beside pyarrow alone."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench batch --json batch.json",
      "          ./freshet bench batch --only nightly --pings 5000000 --commits 100",
      "          ./freshet bench batch --only nightly --variant c1=-XX:TieredStopAtLevel=1"
    })
final class BatchBenchCommand implements Callable<Integer> {
  private static final int MOST_PINGS_A_COMMIT = 1_000_000;
  private static final Pattern HEAP = Pattern.compile("[1-9]\\d*[mg]");

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Measure these alone; of ${COMPLETION-CANDIDATES}")
  private List<BatchPart> only = List.of();

  @Option(
      names = "--pings",
      defaultValue = "100000000",
      description =
          "How many the day has, about; orders and predictions follow. Default: ${DEFAULT-VALUE}")
  private long pings;

  @Option(
      names = "--commits",
      defaultValue = "400",
      description = "How many commits they come in. Default: ${DEFAULT-VALUE}")
  private int commits;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Of both Spark processes, such as 3g; default: as nightlies have it")
  private String heap;

  @Option(
      names = "--variant",
      paramLabel = "NAME=OPTIONS",
      description = "Run the nightly once more with these options of the JVM; may be repeated")
  private List<String> variants = List.of();

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--pings", pings);
    BenchRun.requirePositive("--commits", commits);
    if (pings / commits > MOST_PINGS_A_COMMIT) {
      throw new InvalidSettingException(
          "--commits",
          commits,
          "at least %d: a commit's pings are in memory".formatted(pings / MOST_PINGS_A_COMMIT));
    }
    if (heap != null && !HEAP.matcher(heap).matches()) {
      throw new InvalidSettingException("--heap", heap, "such as 1536m or 3g");
    }
    Set<BatchPart> parts = only.isEmpty() ? EnumSet.allOf(BatchPart.class) : EnumSet.copyOf(only);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) ->
            new BatchBench(stage)
                .run(
                    new BatchBench.Plan(
                        pings,
                        commits,
                        parts,
                        Optional.ofNullable(heap),
                        variants.stream().map(BatchBenchCommand::variant).toList())),
        BatchBenchCommand::print);
  }

  private static Variant variant(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InvalidSettingException(
          "--variant", text, "a name and options, as c1=-XX:TieredStopAtLevel=1");
    }

    return new Variant(
        text.substring(0, equals), List.of(text.substring(equals + 1).strip().split("\\s+")));
  }

  private static void print(BatchResult result, PrintWriter out) {
    TextTable tables = new TextTable("generated", "rows", "commits", "MB");
    for (Generated table : result.generated()) {
      tables.row(
          table.table(),
          Amounts.count(table.rows()),
          Amounts.count(table.commits()),
          String.format(Locale.ROOT, "%.1f", table.bytes() / 1e6));
    }
    tables.print(out);
    out.printf(
        Locale.ROOT,
        "made in %.1f s with %.1f CPU-s%n",
        result.generating().seconds(),
        result.generating().cpuSeconds());
    for (Comparison comparison : result.comparisons()) {
      out.printf("%n%s%n", comparison.name());
      CostTable.print(result.of(comparison), out);
    }
  }
}

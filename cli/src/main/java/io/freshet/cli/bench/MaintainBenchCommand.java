package io.freshet.cli.bench;

import io.freshet.bench.Run.Standing;
import io.freshet.bench.maintain.MaintainBench;
import io.freshet.bench.maintain.MaintainResult;
import io.freshet.bench.maintain.Rewrite;
import io.freshet.bench.query.QueryRun;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "maintain",
    description = {
      "What merging small files costs: by maintenance and by Spark's rewrite_data_files, sorted and"
          + " not.",
      "Then six questions in Trino, of the rows as they were written and as they lie merged."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench maintain --rows 4000000 --commits 40"})
final class MaintainBenchCommand implements Callable<Integer> {
  @Option(
      names = "--rows",
      defaultValue = "4000000",
      description = "How many pings. Default: ${DEFAULT-VALUE}")
  private long rows;

  @Option(
      names = "--commits",
      defaultValue = "40",
      description = "How many commits they come in. Default: ${DEFAULT-VALUE}")
  private int commits;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--rows", rows);
    BenchRun.requirePositive("--commits", commits);

    return run.run(
        BenchRun.WITH_TRINO,
        (stage, pipeline, workspace) ->
            new MaintainBench(stage, pipeline.writer()).run(new MaintainBench.Plan(rows, commits)),
        MaintainBenchCommand::print);
  }

  private static void print(MaintainResult result, PrintWriter out) {
    TextTable rewrites =
        new TextTable(
            "merged by", "files", "MB", "CPU-s", "with start", "wall s", "MB/CPU-s", "peak MB", "");
    for (Rewrite each : result.rewrites()) {
      rewrites.row(
          each.run().name(),
          "%d to %d".formatted(each.before().files(), each.after().files()),
          "%.1f to %.1f".formatted(each.before().bytes() / 1e6, each.after().bytes() / 1e6),
          number(each.run().effort().cpuSeconds()),
          number(each.run().withStart().orElseThrow().cpuSeconds()),
          number(each.run().effort().seconds()),
          number(each.megabytesPerCpuSecond()),
          Amounts.count(each.run().peakMegabytes()),
          each.run().standing() == Standing.PEER ? "Spark by itself" : "");
    }
    rewrites.print(out);
    out.println();
    TextTable queries = new TextTable("question", "rows", "wall p50", "CPU each", "read");
    for (QueryRun each : result.queries()) {
      queries.row(
          each.question(),
          each.layout(),
          number(each.wallMillis(0.5)) + " ms",
          number(each.cpuMillisEach()) + " ms",
          number(each.bytesRead() / 1e6) + " MB");
    }
    queries.print(out);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.Run.Standing;
import io.freshet.bench.query.QueryBench;
import io.freshet.bench.query.QueryResult;
import io.freshet.bench.query.QueryRun;
import io.freshet.cli.job.Jobs;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "queries",
    description = {
      "Six questions of an analyst in Trino: on pings as the writer and maintenance lay"
          + " them out, by turns with the same rows in a Z-order, neither partitioned nor"
          + " sorted, and with counts of distinct values."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench queries --rows 1000000"})
final class QueriesBenchCommand implements Callable<Integer> {
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
        BenchRun.WITH_TRINO,
        (stage, pipeline, workspace) ->
            new QueryBench(stage, pipeline.writer(), () -> new Jobs(workspace).maintainThoroughly())
                .run(rows),
        QueriesBenchCommand::print);
  }

  private static void print(QueryResult result, PrintWriter out) {
    TextTable table =
        new TextTable("question", "layout", "times", "wall p50", "CPU each", "read", "");
    QueryRun ours = null;
    for (QueryRun each : result.runs()) {
      ours = each.standing() == Standing.OURS ? each : ours;
      table.row(
          each.question(),
          each.layout(),
          Integer.toString(each.times()),
          String.format(Locale.ROOT, "%.0f ms", each.wallMillis(0.5)),
          String.format(Locale.ROOT, "%.0f ms", each.cpuMillisEach()),
          String.format(Locale.ROOT, "%.2f MB", each.bytesRead() / 1e6),
          each.standing() == Standing.PEER ? comparison(ours, each) : "");
    }
    out.printf("%s pings%n%n", Amounts.count(result.rows()));
    table.print(out);
  }

  private static String comparison(QueryRun ours, QueryRun peer) {
    return String.format(
        Locale.ROOT,
        "it takes %.1f times our CPU",
        peer.cpuMillisEach() / Math.max(1, ours.cpuMillisEach()));
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.Run;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.maintain.BesideBench;
import io.freshet.bench.maintain.BesideResult;
import io.freshet.bench.maintain.CommitDelays;
import io.freshet.bench.maintain.MaintainBench;
import io.freshet.bench.maintain.MaintainResult;
import io.freshet.bench.maintain.Rewrite;
import io.freshet.bench.query.QueryRun;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "maintain",
    description = {
      "What merging small files costs: by maintenance and by Spark's rewrite_data_files, sorted and"
          + " not; by maintenance with row groups copied as they are, beside the mere bytes.",
      "Then six questions in Trino, of the rows as they were written and as they lie merged.",
      "With --beside instead: how late a writer's commits come while maintenance goes round after"
          + " round over the same table, and whether one is lost."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench maintain --rows 4000000 --commits 40",
      "          ./freshet bench maintain --beside 2m --interval 3s"
    })
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

  @Option(
      names = "--beside",
      paramLabel = "SPAN",
      description = "A writer alone for so long, beside maintenance for so long, and both again")
  private Duration beside;

  @Option(
      names = "--interval",
      defaultValue = "3s",
      description =
          "With --beside: between its commits, 500ms or longer. Default: ${DEFAULT-VALUE}")
  private Duration interval;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "With --beside: events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--rows", rows);
    BenchRun.requirePositive("--commits", commits);

    if (beside != null) {
      return run.run(
          BenchRun.WITHOUT_TRINO,
          (stage, pipeline, workspace) ->
              new BesideBench(
                      stage,
                      pipeline.writer(
                          stage.contracts().require("dasher_pings"),
                          "--writer.checkpoint-interval=" + Durations.print(interval)))
                  .run(new BesideBench.Plan(interval, beside, rate)),
          MaintainBenchCommand::printBeside);
    }

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
          each.run().withStart().map(start -> number(start.cpuSeconds())).orElse(""),
          number(each.run().effort().seconds()),
          number(each.megabytesPerCpuSecond()),
          Amounts.count(each.run().peakMegabytes()),
          remark(each.run()));
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

  private static String remark(Run run) {
    if (run.withStart().isEmpty()) {
      return "the floor, " + run.heat().name().toLowerCase(Locale.ROOT);
    }

    return run.standing() == Standing.PEER ? "Spark by itself" : "";
  }

  private static void printBeside(BesideResult result, PrintWriter out) {
    TextTable delays =
        new TextTable(
            "a commit each " + Durations.print(result.plan().interval()),
            "commits",
            "late p50",
            "p99",
            "at most");
    for (CommitDelays each : result.delays()) {
      delays.row(
          each.company(),
          Amounts.count(each.commits()),
          number(each.delay().p50()) + " ms",
          number(each.delay().p99()) + " ms",
          number(each.maxMillis()) + " ms");
    }
    delays.print(out);
    out.printf(
        Locale.ROOT,
        "%ncommits lost: %d; the writer has repeated %d attempts at a commit%n"
            + "maintenance: %d rounds, %d steps, %d of them merges of %s files; %d begun anew, %d"
            + " failed%n",
        result.lost(),
        result.writersRetries(),
        result.rounds().rounds(),
        result.rounds().steps(),
        result.rounds().merges(),
        Amounts.count(result.rounds().filesMerged()),
        result.rounds().conflicts(),
        result.rounds().failed());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

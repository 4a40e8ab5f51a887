package io.freshet.cli.bench;

import io.freshet.bench.growth.GrowthBench;
import io.freshet.bench.growth.GrowthResult;
import io.freshet.bench.growth.Mark;
import io.freshet.cli.job.Jobs;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "growth",
    description = {
      "What a table of pings costs its writer and its readers after hundreds and thousands of"
          + " commits: to load it, plan, ask Trino, commit, and prove what is new.",
      "A commit takes half a second at least: 5000 take three quarters of an hour."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench growth --commits 5000 --maintain-every 500"})
final class GrowthBenchCommand implements Callable<Integer> {
  /** The shortest that the writer takes. */
  private static final String INTERVAL = "--writer.checkpoint-interval=500ms";

  @Option(
      names = "--commits",
      defaultValue = "5000",
      description = "How many. Default: ${DEFAULT-VALUE}")
  private long commits;

  @Option(
      names = "--every",
      defaultValue = "500",
      description = "Commits from one look to the next. Default: ${DEFAULT-VALUE}")
  private long every;

  @Option(
      names = "--maintain-every",
      defaultValue = "500",
      description =
          "Commits from one run of maintenance to the next, to the next look; 0 for none. Default:"
              + " ${DEFAULT-VALUE}")
  private long maintainEvery;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--every", every);
    if (commits < 2 * every) {
      throw new InvalidSettingException("--commits", commits, "at least two times --every");
    }
    if (maintainEvery < 0) {
      throw new InvalidSettingException("--maintain-every", maintainEvery, "0 or more");
    }

    return run.run(
        BenchRun.WITH_TRINO,
        (stage, pipeline, workspace) -> {
          Contract pings = stage.contracts().require("dasher_pings");

          return new GrowthBench(
                  stage,
                  pipeline.writer(pings, INTERVAL),
                  () -> new Jobs(workspace).maintain(TableLayout.name(pings).toString()))
              .run(new GrowthBench.Plan(commits, every, maintainEvery, rate));
        },
        GrowthBenchCommand::print);
  }

  private static void print(GrowthResult result, PrintWriter out) {
    TextTable table =
        new TextTable(
            "commits",
            "snapshots",
            "files",
            "manifests",
            "metadata",
            "ledger in it",
            "load",
            "plan",
            "Trino",
            "writer's CPU a commit",
            "s a commit",
            "prove what is new");
    for (Mark mark : result.marks()) {
      table.row(
          Amounts.count(mark.commits()),
          Amounts.count(mark.snapshots()),
          Amounts.count(mark.dataFiles()),
          Amounts.count(mark.manifests()),
          String.format(Locale.ROOT, "%.2f MB", mark.metadataBytes() / 1e6),
          Amounts.count(mark.ledgerBytes()) + " B",
          millis(mark.loadMillis()),
          millis(mark.planMillis()),
          millis(mark.askMillis()),
          millis(mark.writerCpuMillis()),
          String.format(Locale.ROOT, "%.2f", mark.secondsEach()),
          proved(mark.proof()));
    }
    table.print(out);
    out.printf("%nAll since the first look: identities %s,", proved(result.identities()));
    out.printf(" values %s%n", proved(result.values()));
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.0f ms", value);
  }

  private static String proved(Mark.Proved proof) {
    return String.format(Locale.ROOT, "%,d in %.1f s", proof.records(), proof.seconds());
  }
}

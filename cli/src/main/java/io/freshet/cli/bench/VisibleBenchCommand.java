package io.freshet.cli.bench;

import io.freshet.bench.Run.Standing;
import io.freshet.bench.visible.Delay;
import io.freshet.bench.visible.Served;
import io.freshet.bench.visible.VisibilityBench;
import io.freshet.bench.visible.VisibilityResult;
import io.freshet.cli.Workspace;
import io.freshet.cli.dashboard.DashboardProgram;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.local.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "visible",
    description = {
      "How long after a commit somebody sees it: in Trino, on the supply dashboard in a"
          + " browser, and, after the commit that completes a day, in a mart that Airflow lets dbt"
          + " build.",
      "Takes about 2 GB more memory than a demo, and ten minutes."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench visible --duration 5m"})
final class VisibleBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Option(
      names = "--duration",
      defaultValue = "5m",
      description = "How long events come as they happen. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);

    return run.run(
        BenchRun.WITH_TRINO,
        (stage, pipeline, workspace) ->
            new VisibilityBench(
                    stage,
                    pipeline.writer(),
                    pipeline.eta(),
                    () -> dashboard(workspace, stage.progress()))
                .run(duration),
        VisibleBenchCommand::print);
  }

  private static Served dashboard(Workspace workspace, ProgressListener progress) throws Exception {
    PageServer server =
        PageServer.start(DashboardProgram.of(workspace, PortOption.any(), progress));
    server.awaitAnswer();

    return new Served() {
      @Override
      public String address() {
        return server.address();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  private static void print(VisibilityResult result, PrintWriter out) {
    TextTable table = new TextTable("after a commit", "commits", "p50", "most", "");
    for (Delay delay : result.delays()) {
      table.row(
          delay.name(),
          Integer.toString(delay.seconds().size()),
          seconds(delay.seconds(0.5)),
          seconds(delay.seconds(1)),
          delay.standing() == Standing.PEER ? "the least that it can be" : "");
    }
    table.print(out);
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "not seen" : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.Stage;
import io.freshet.bench.contracts.ContractsBench;
import io.freshet.bench.contracts.ContractsResult;
import io.freshet.cli.contract.ContractApplier;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.FlinkApplication;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "contracts",
    description = {
      "Many contracts with few events each, in one writer: how long they take to apply and to"
          + " start, what the writer holds, and how fresh each table is."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench contracts --contracts 200 --rate 200 --duration 3m"})
final class ContractsBenchCommand implements Callable<Integer> {
  private static final int MOST = 1000;
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final double LEAST_EVENTS = 40;

  @Option(
      names = "--contracts",
      defaultValue = "200",
      description = "How many, beside the shipped ones. Default: ${DEFAULT-VALUE}")
  private int contracts;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "Events a second, of all together. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--duration",
      defaultValue = "3m",
      description = "How long they come. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    if (contracts < 1 || contracts > MOST) {
      throw new InvalidSettingException(
          "--contracts", contracts, "between 1 and %d".formatted(MOST));
    }
    if (!(rate > 0)) {
      throw new InvalidSettingException("--rate", rate, "more than 0");
    }
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);

    double eventsEach = rate * duration.toSeconds() / contracts;
    if (eventsEach < LEAST_EVENTS) {
      throw new InvalidSettingException(
          "--rate",
          rate,
          "at least %.1f: of fewer events the first one, which waits for the start, is the p95"
              .formatted(rate * LEAST_EVENTS / eventsEach));
    }

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) ->
            new ContractsBench(stage, new Steps(stage, pipeline))
                .run(new ContractsBench.Plan(contracts, rate, duration)),
        ContractsBenchCommand::print);
  }

  private record Steps(Stage stage, Pipeline pipeline) implements ContractsBench.Steps {
    @Override
    public void apply(Contracts all) throws Exception {
      ContractApplier.apply(stage.settings(), all);
    }

    @Override
    public FlinkApplication writer(Path folder, List<String> streams) {
      return pipeline.writer(streams, "--contracts.path=" + folder);
    }
  }

  private static void print(ContractsResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d contracts in one writer, %,.0f events a second in all, %,d in the end%n%n",
        result.plan().contracts(),
        result.plan().rate(),
        result.events());
    TextTable table = new TextTable("what", "took");
    table.row("to apply them, the shipped ones among them", seconds(result.start().applied()));
    table.row("the writer's start, until its job runs", seconds(result.start().job()));
    table.row("the same, until each table has a row", seconds(result.start().commits()));
    table.row("its processes' memory at its most", result.held().megabytes() + " MB");
    table.row(
        "its processors",
        String.format(Locale.ROOT, "%.2f", result.held().cpuSecondsPerMinute() / 60));
    table.row("received to queryable, p95: best table", seconds(result.p95Seconds(0)));
    table.row("median table", seconds(result.p95Seconds(0.5)));
    table.row("worst table", seconds(result.p95Seconds(1)));
    table.print(out);
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "not known" : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.alerts.AlertsBench;
import io.freshet.bench.alerts.AlertsResult;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "alerts",
    description = {
      "Makes tables late by faults that a seed picks, and says how soon the webhook was told,"
          + " whether it was told the hop, what it was told for no reason, and how right reported"
          + " staleness is."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench alerts --injections 20 --seed 9",
      "          ./freshet bench alerts --injections 0 --quiet 60m"
    })
final class AlertsBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST_BUDGET = Duration.ofSeconds(15);
  private static final double PERCENT = 100;

  @Option(
      names = "--injections",
      defaultValue = "20",
      description = "How many faults, one after the other. Default: ${DEFAULT-VALUE}")
  private int injections;

  @Option(
      names = "--seed",
      defaultValue = "9",
      description = "Which faults come in which order. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--budget",
      defaultValue = "60s",
      description = "How stale the bench's tables may be. Default: ${DEFAULT-VALUE}")
  private Duration budget;

  @Option(
      names = "--quiet",
      defaultValue = "5m",
      description = "How long nothing is done before the first fault. Default: ${DEFAULT-VALUE}")
  private Duration quiet;

  @Option(
      names = "--rate",
      defaultValue = "2",
      description = "Events a second, of each of three tables. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--faults",
      paramLabel = "NAME",
      split = ",",
      description = "Only these, such as kafka-asleep,commits-refused. Default: all")
  private List<String> faults = List.of();

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    if (injections < 0) {
      throw new InvalidSettingException("--injections", injections, "at least 0");
    }
    if (budget.compareTo(SHORTEST_BUDGET) < 0) {
      throw new InvalidSettingException(
          "--budget",
          Durations.print(budget),
          "at least " + Durations.print(SHORTEST_BUDGET) + ": a round of the console takes longer");
    }
    if (!(rate > 0)) {
      throw new InvalidSettingException("--rate", rate, "more than 0");
    }
    for (String fault : faults) {
      if (!AlertsBench.faultNames().contains(fault)) {
        throw new InvalidSettingException(
            "--faults", fault, "some of " + String.join(", ", AlertsBench.faultNames()));
      }
    }
    Workspace.requireOwnServers();

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) -> {
          try (AlertSteps steps = AlertSteps.open(stage, pipeline, workspace)) {
            return new AlertsBench(stage, steps)
                .run(new AlertsBench.Plan(injections, seed, budget, quiet, rate, faults));
          }
        },
        AlertsBenchCommand::print);
  }

  private static void print(AlertsResult result, PrintWriter out) {
    TextTable table =
        new TextTable("", "fault", "waits in", "named", "told after", "back after", "likely cause");
    for (AlertsResult.Row row : result.rows()) {
      table.row(
          row.number(),
          row.fault(),
          row.hop(),
          row.named().isEmpty() ? "-" : row.named(),
          seconds(row.delay()),
          seconds(row.back()),
          row.cause());
    }
    table.print(out);
    out.println();
    TextTable sums = new TextTable("", "measured", "promised");
    sums.row("an alert after the breach, p50", seconds(result.delay(0.5)), "");
    sums.row("at most", seconds(result.delay(1)), "15 s");
    sums.row(
        "the hop named rightly",
        Double.isNaN(result.hopsRight())
            ? "-"
            : String.format(Locale.ROOT, "%.0f %%", PERCENT * result.hopsRight()),
        "95 %");
    sums.row(
        "alerts for no reason",
        "%d in %s".formatted(result.falseAlarms(), Amounts.age(result.calm())),
        "none in an hour");
    sums.row(
        "reported staleness off by, at most, of " + result.readings(),
        seconds(result.largestDifference()),
        "1 s");
    sums.print(out);
    out.printf("%nNot made late: gateway and warehouse, which no alert names; nightly and dbt%n");
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.BenchResult;
import io.freshet.bench.Run;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** What a data path costs an event, beside its floors. */
final class CostTable {
  private CostTable() {}

  static void print(BenchResult result, PrintWriter out) {
    TextTable table =
        new TextTable(
            "run",
            "operations",
            "CPU-s",
            "with start",
            "per CPU-s",
            "CPU µs each",
            "bytes/row",
            "wall s",
            "peak",
            "");
    for (Run run : result.runs()) {
      table.row(
          run.heat() == Run.Heat.WARM ? run.name() + ", warm" : run.name(),
          Amounts.count(run.operations()),
          number(run.effort().cpuSeconds()),
          run.withStart().map(whole -> number(whole.cpuSeconds())).orElse(""),
          Amounts.count(Math.round(run.operationsPerCpuSecond())),
          number(run.cpuMicrosPerOperation()),
          run.bytesPerRow().isPresent() ? number(run.bytesPerRow().getAsDouble()) : "",
          number(run.effort().seconds()),
          run.peakMegabytes() + " MB",
          comparison(result, run).orElse(""));
    }
    table.print(out);
  }

  /** What we take beside a peer; the warm beside the warm where there is one of ours. */
  private static Optional<String> comparison(BenchResult result, Run run) {
    if (run.standing() == Run.Standing.OURS || run.cpuMicrosPerOperation() == 0) {
      return Optional.empty();
    }

    return result
        .counterpart(run)
        .map(
            ours ->
                String.format(
                    Locale.ROOT,
                    "we take %.1f times its CPU",
                    ours.cpuMicrosPerOperation() / run.cpuMicrosPerOperation()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

package io.freshet.cli.bench;

import io.freshet.bench.Run;
import io.freshet.bench.ingest.IngestResult;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a row costs each contender, beside our first. */
final class IngestTable {
  private IngestTable() {}

  static void print(IngestResult result, PrintWriter out) {
    List<Run> medians = result.medians();
    TextTable table =
        new TextTable(
            "contender",
            "half",
            "rows",
            "CPU-s per million",
            "of both halves",
            "with start",
            "bytes/row",
            "smaller than JSON",
            "wall s",
            "peak",
            "");
    for (Run run : medians) {
      table.row(
          run.name(),
          run.heat() == Run.Heat.WARM ? "warm" : "cold",
          Amounts.count(run.operations()),
          number(run.cpuMicrosPerOperation()),
          number(result.cpuMicrosOfBothHalves(run.name())),
          run.withStart().map(whole -> perMillion(whole.cpuSeconds(), run)).orElse(""),
          run.bytesPerRow().stream().mapToObj(IngestTable::number).findFirst().orElse(""),
          timesSmaller(result, run.bytesPerRow()),
          number(run.effort().seconds()),
          run.peakMegabytes() + " MB",
          comparison(medians, run).orElse(""));
    }
    out.printf(
        Locale.ROOT,
        "%,d pings of %.0f bytes as compact JSON%n%n",
        result.rows(),
        result.jsonBytesPerRow());
    table.print(out);
  }

  private static String timesSmaller(IngestResult result, OptionalDouble bytesPerRow) {
    return bytesPerRow.stream()
        .mapToObj(
            bytes -> String.format(Locale.ROOT, "%.1f times", result.timesSmallerThanJson(bytes)))
        .findFirst()
        .orElse("");
  }

  /** Beside our first contender, as cold or as warm. */
  private static Optional<String> comparison(List<Run> medians, Run run) {
    if (run.standing() == Run.Standing.OURS) {
      return Optional.empty();
    }

    return medians.stream()
        .filter(ours -> ours.standing() == Run.Standing.OURS && ours.heat() == run.heat())
        .filter(ours -> ours.cpuMicrosPerOperation() > 0)
        .findFirst()
        .map(
            ours ->
                String.format(
                    Locale.ROOT,
                    "%.2f times the CPU of %s",
                    run.cpuMicrosPerOperation() / ours.cpuMicrosPerOperation(),
                    ours.name()));
  }

  private static String perMillion(double cpuSeconds, Run run) {
    return number(cpuSeconds * 1e6 / run.operations());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

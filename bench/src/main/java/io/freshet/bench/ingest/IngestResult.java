package io.freshet.bench.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import io.freshet.bench.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each contender's rows cost.
 *
 * @param jsonBytesPerRow the mean of the first of the same events as compact JSON
 * @param runs of all rounds, in the order in which they happened
 * @param findings counts that are wrong, and contenders that failed
 */
public record IngestResult(
    Machine machine, long rows, double jsonBytesPerRow, List<RoundRun> runs, List<String> findings)
    implements BenchOutcome {
  private static final double MICROS = 1e6;

  public IngestResult {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
  }

  /** A run, and in which round it happened. */
  public record RoundRun(int round, Run run) {}

  /** Which runs repeat each other. */
  private record Kind(String name, Run.Heat heat) {}

  @Override
  public String bench() {
    return "ingest";
  }

  /**
   * Of each contender's cold and of its warm runs the one with the median cost of a row; the
   * cheaper of the middle two when the rounds are even.
   */
  public List<Run> medians() {
    Map<Kind, List<Run>> kinds = new LinkedHashMap<>();
    for (RoundRun each : runs) {
      Run run = each.run();
      kinds.computeIfAbsent(new Kind(run.name(), run.heat()), kind -> new ArrayList<>()).add(run);
    }

    return kinds.values().stream().map(IngestResult::median).toList();
  }

  private static Run median(List<Run> repeated) {
    List<Run> byCost =
        repeated.stream().sorted(Comparator.comparing(Run::cpuMicrosPerOperation)).toList();

    return byCost.get((byCost.size() - 1) / 2);
  }

  /**
   * The cost of a row over both halves, the median of the rounds: what is read while a commit is
   * under way falls into the half before it, but always into one of them.
   */
  public double cpuMicrosOfBothHalves(String name) {
    List<Double> costs =
        runs.stream()
            .filter(each -> each.run().name().equals(name))
            .collect(Collectors.groupingBy(RoundRun::round))
            .values()
            .stream()
            .map(IngestResult::cpuMicros)
            .sorted()
            .toList();

    return costs.get((costs.size() - 1) / 2);
  }

  private static double cpuMicros(List<RoundRun> halves) {
    double seconds = halves.stream().mapToDouble(half -> half.run().effort().cpuSeconds()).sum();
    long rows = halves.stream().mapToLong(half -> half.run().operations()).sum();

    return rows == 0 ? 0 : seconds * MICROS / rows;
  }

  /** How many times smaller a run's rows are than the same events as JSON. */
  public double timesSmallerThanJson(double bytesPerRow) {
    return jsonBytesPerRow / bytesPerRow;
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("rows", rows).put("json_bytes_per_row", hundredths(jsonBytesPerRow));
    ArrayNode array = root.putArray("runs");
    runs.forEach(each -> array.add(json(each.run()).put("round", each.round())));
    ArrayNode medians = root.putArray("medians");
    medians()
        .forEach(
            run ->
                medians.add(
                    json(run)
                        .put(
                            "cpu_seconds_per_million_rows_of_both_halves",
                            hundredths(cpuMicrosOfBothHalves(run.name())))));
  }

  private static ObjectNode json(Run run) {
    return run.json().put("cpu_seconds_per_million_rows", hundredths(run.cpuMicrosPerOperation()));
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

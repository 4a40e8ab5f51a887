package io.freshet.bench.contracts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What many contracts take.
 *
 * @param p95Seconds from received to queryable, of each table by its name
 * @param events that were sent
 */
public record ContractsResult(
    Machine machine,
    ContractsBench.Plan plan,
    Start start,
    Held held,
    Map<String, Double> p95Seconds,
    long events,
    List<String> findings)
    implements BenchOutcome {
  public ContractsResult {
    p95Seconds = Map.copyOf(p95Seconds);
    findings = List.copyOf(findings);
  }

  /**
   * Seconds until all is there.
   *
   * @param applied streams, subjects, tables and views made
   * @param job from the start of the writer's processes until its job runs
   * @param commits the same until each table has its first row
   */
  public record Start(double applied, double job, double commits) {}

  /**
   * What the writer's two processes take.
   *
   * @param megabytes the highest resident memory of each, added up
   * @param cpuSecondsPerMinute while events come
   */
  public record Held(long megabytes, double cpuSecondsPerMinute) {}

  @Override
  public String bench() {
    return "contracts";
  }

  /** That of the table at this share of all, such as 0.5; not a number where none is known. */
  public double p95Seconds(double share) {
    List<Double> ascending = p95Seconds.values().stream().sorted().toList();

    return ascending.isEmpty()
        ? Double.NaN
        : ascending.get(Math.max(0, (int) Math.ceil(share * ascending.size()) - 1));
  }

  @Override
  public void describe(ObjectNode root) {
    ObjectNode run = root.putArray("runs").addObject();
    run.put("name", "one writer")
        .put("peer", false)
        .put("contracts", plan.contracts())
        .put("operations", events)
        .put("events_per_second", plan.rate())
        .put("apply_seconds", tenths(start.applied()))
        .put("job_seconds", tenths(start.job()))
        .put("first_commits_seconds", tenths(start.commits()))
        .put("peak_rss_mb", held.megabytes())
        .put("cpu_seconds_per_minute", tenths(held.cpuSecondsPerMinute()));
    if (!p95Seconds.isEmpty()) {
      run.putObject("p95_seconds")
          .put("best", p95Seconds(0))
          .put("median", p95Seconds(0.5))
          .put("worst", p95Seconds(1));
      ObjectNode tables = run.putObject("p95_seconds_by_table");
      new TreeMap<>(p95Seconds).forEach(tables::put);
    }
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}

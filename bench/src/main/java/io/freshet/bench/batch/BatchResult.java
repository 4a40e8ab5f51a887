package io.freshet.bench.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.BenchResult;
import io.freshet.bench.Machine;
import io.freshet.bench.Run;
import io.freshet.core.toolkit.Effort;
import java.util.List;

/**
 * What batch work over a generated day has cost, beside others who do the same.
 *
 * @param generating what it took to make the day's rows
 */
public record BatchResult(
    Machine machine,
    List<Generated> generated,
    Effort generating,
    List<Comparison> comparisons,
    List<String> findings)
    implements BenchOutcome {
  public BatchResult {
    generated = List.copyOf(generated);
    comparisons = List.copyOf(comparisons);
    findings = List.copyOf(findings);
  }

  /** What a table holds of the day, as it was written. */
  public record Generated(String table, long rows, int commits, long bytes) {}

  /**
   * The same work by us and by others.
   *
   * @param name what the work is
   * @param runs ours first
   */
  public record Comparison(String name, List<Run> runs) {
    public Comparison {
      runs = List.copyOf(runs);
    }
  }

  @Override
  public String bench() {
    return "batch";
  }

  /** One of the comparisons, as other benches tell theirs. */
  public BenchResult of(Comparison comparison) {
    return new BenchResult(bench(), machine, comparison.runs(), List.of());
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode tables = root.putArray("generated");
    generated.forEach(
        table ->
            tables
                .addObject()
                .put("table", table.table())
                .put("rows", table.rows())
                .put("commits", table.commits())
                .put("bytes", table.bytes()));
    root.put("generating_cpu_seconds", generating.cpuSeconds())
        .put("generating_wall_seconds", Math.round(generating.seconds() * 100) / 100.0);
    ArrayNode runs = root.putArray("runs");
    comparisons.forEach(
        comparison ->
            comparison.runs().forEach(run -> runs.add(run.json().put("work", comparison.name()))));
  }
}

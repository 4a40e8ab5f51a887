package io.freshet.bench.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;

/**
 * What the questions have cost.
 *
 * @param runs for each question ours, then its peer
 */
public record QueryResult(Machine machine, long rows, List<QueryRun> runs, List<String> findings)
    implements BenchOutcome {
  public QueryResult {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "queries";
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("rows", rows);
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(run.json()));
  }
}

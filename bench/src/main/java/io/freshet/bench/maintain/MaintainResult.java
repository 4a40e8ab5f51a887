package io.freshet.bench.maintain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import io.freshet.bench.query.QueryRun;
import java.util.List;

/**
 * What merging has cost, and what it has given readers.
 *
 * @param queries for each question the merged table, then the same rows as they were written
 */
public record MaintainResult(
    Machine machine, List<Rewrite> rewrites, List<QueryRun> queries, List<String> findings)
    implements BenchOutcome {
  public MaintainResult {
    rewrites = List.copyOf(rewrites);
    queries = List.copyOf(queries);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "maintain";
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode runs = root.putArray("runs");
    rewrites.forEach(rewrite -> runs.add(rewrite.json()));
    queries.forEach(query -> runs.add(query.json()));
  }
}

package io.freshet.bench.maintain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;

/**
 * How a writer fared alone and beside maintenance.
 *
 * @param delays alone, then beside maintenance
 * @param lost commits of the writer that are not in the table's history
 * @param writersRetries attempts at a commit that the writer had to repeat
 */
public record BesideResult(
    Machine machine,
    BesideBench.Plan plan,
    List<CommitDelays> delays,
    int lost,
    Rounds rounds,
    long writersRetries,
    List<String> findings)
    implements BenchOutcome {
  public BesideResult {
    delays = List.copyOf(delays);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "maintain";
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("commit_interval_seconds", plan.interval().toMillis() / 1e3)
        .put("commits_lost", lost)
        .put("conflicts_of_writer", writersRetries);
    root.putObject("maintenance")
        .put("rounds", rounds.rounds())
        .put("steps", rounds.steps())
        .put("merges", rounds.merges())
        .put("files_merged", rounds.filesMerged())
        .put("conflicts", rounds.conflicts())
        .put("failed", rounds.failed());
    ArrayNode runs = root.putArray("runs");
    for (CommitDelays each : delays) {
      ObjectNode run =
          runs.addObject()
              .put("name", "writer " + each.company())
              .put("peer", false)
              .put("operations", each.commits());
      ObjectNode latency = each.delay().json();
      latency.put("max", each.maxMillis());
      run.set("latency_ms", latency);
    }
  }
}

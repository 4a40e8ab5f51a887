package io.freshet.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a bench found.
 *
 * @param runs ours first
 * @param findings counts that are not what they must be; with any, the figures mean nothing
 */
public record BenchResult(String bench, Machine machine, List<Run> runs, List<String> findings)
    implements BenchOutcome {
  public BenchResult {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
  }

  /** Our run that is as cold or as warm as a peer's. */
  public Optional<Run> counterpart(Run peer) {
    return runs.stream()
        .filter(run -> run.standing() == Run.Standing.OURS && run.heat() == peer.heat())
        .findFirst();
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(run.json()));
  }
}

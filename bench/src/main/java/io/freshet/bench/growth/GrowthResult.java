package io.freshet.bench.growth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;

/**
 * A table that grows.
 *
 * @param maintained how often maintenance ran
 * @param identities an incremental proof of all that came since the first mark
 * @param values the same, of each value
 */
public record GrowthResult(
    Machine machine,
    long maintained,
    List<Mark> marks,
    Mark.Proved identities,
    Mark.Proved values,
    List<String> findings)
    implements BenchOutcome {
  public GrowthResult {
    marks = List.copyOf(marks);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "growth";
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("maintained", maintained);
    root.set("proof_of_identities", identities.json());
    root.set("proof_of_values", values.json());
    ArrayNode runs = root.putArray("runs");
    marks.forEach(mark -> runs.add(mark.json()));
  }
}

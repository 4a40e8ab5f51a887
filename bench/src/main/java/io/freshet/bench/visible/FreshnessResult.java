package io.freshet.bench.visible;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;

/** From the log to whoever asks, by the time between commits. */
public record FreshnessResult(Machine machine, List<Waits> waits, List<String> findings)
    implements BenchOutcome {
  public FreshnessResult {
    waits = List.copyOf(waits);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "freshness";
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("grain_ms", Lookout.EVERY.toMillis());
    ArrayNode runs = root.putArray("runs");
    waits.forEach(each -> runs.add(each.json()));
  }
}

package io.freshet.bench.visible;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;

/** From commit to whoever looks. */
public record VisibilityResult(Machine machine, List<Delay> delays, List<String> findings)
    implements BenchOutcome {
  public VisibilityResult {
    delays = List.copyOf(delays);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "visible";
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("grain_ms", Lookout.EVERY.toMillis());
    ArrayNode runs = root.putArray("runs");
    delays.forEach(delay -> runs.add(delay.json()));
  }
}

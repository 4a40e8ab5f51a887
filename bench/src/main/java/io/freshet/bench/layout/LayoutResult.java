package io.freshet.bench.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;

/**
 * The same rows, stored in several ways.
 *
 * @param jsonBytesPerRow the mean of the first of the same events as compact JSON
 */
public record LayoutResult(
    Machine machine, double jsonBytesPerRow, List<Stored> stored, List<String> findings)
    implements BenchOutcome {
  public LayoutResult {
    stored = List.copyOf(stored);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "layout";
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("json_bytes_per_row", Math.round(jsonBytesPerRow * 100) / 100.0);
    ArrayNode runs = root.putArray("runs");
    stored.forEach(each -> runs.add(each.json()));
  }
}

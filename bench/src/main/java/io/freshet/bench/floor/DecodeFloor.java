package io.freshet.bench.floor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Consumes and decodes every event, and forgets it. */
final class DecodeFloor {
  private DecodeFloor() {}

  /** Once more per pass: the first finds a cold JVM. */
  static List<ObjectNode> run(
      Settings settings, List<Contract> contracts, long events, int passes) {
    List<ObjectNode> results = new ArrayList<>();
    try (StoredEvents stored = new StoredEvents(settings, contracts)) {
      for (int pass = 0; pass < passes; pass++) {
        stored.rewind();
        results.add(pass(stored, events));
      }
    }

    return results;
  }

  private static ObjectNode pass(StoredEvents stored, long events) {
    LongAdder decoded = new LongAdder();
    Effort.Meter meter = Effort.start();
    stored.read(events, (kafka, event) -> decoded.increment());
    Effort effort = meter.read();

    return JsonNodeFactory.instance
        .objectNode()
        .put("operations", decoded.sum())
        .put("cpu_seconds", effort.cpuSeconds())
        .put("wall_seconds", effort.seconds());
  }
}

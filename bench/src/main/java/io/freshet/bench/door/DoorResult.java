package io.freshet.bench.door;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import io.freshet.bench.door.DoorBench.Connections;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Locale;

/** What each way in has cost. */
public record DoorResult(Machine machine, List<Way> runs) implements BenchOutcome {
  private static final double MICROS = 1e6;

  public DoorResult {
    runs = List.copyOf(runs);
  }

  /**
   * One way.
   *
   * @param name plain or tls
   * @param effort its processor time is that of the door and of its clients
   */
  public record Way(
      String name, Connections connections, long operations, Effort effort, Latency latency) {
    public double perSecond() {
      return operations / effort.seconds();
    }

    /** Of both sides together. */
    public double cpuMicros() {
      return effort.cpuSeconds() * MICROS / operations;
    }

    /** Such as {@code tls, new each}. */
    public String label() {
      return "%s, %s".formatted(name, connections).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private ObjectNode json() {
      ObjectNode node =
          JsonNodeFactory.instance
              .objectNode()
              .put("name", label())
              .put("peer", false)
              .put("operations", operations)
              .put("cpu_seconds", effort.cpuSeconds())
              .put("wall_seconds", effort.seconds())
              .put("cpu_micros_per_operation", Math.round(cpuMicros()));
      node.set("latency_ms", latency.json());

      return node;
    }
  }

  @Override
  public String bench() {
    return "tls";
  }

  @Override
  public List<String> findings() {
    return List.of(); // a request that is not accepted ends the bench
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(run.json()));
  }
}

package io.freshet.bench.serve.reads;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Latency;
import io.freshet.bench.Run.Standing;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads of one kind. A read is one order's state, however many a request asks for.
 *
 * @param latency of requests
 * @param cpuSeconds of each process meanwhile; empty where it was not measured
 */
public record ReadRun(
    String name,
    Standing standing,
    long requests,
    long reads,
    double seconds,
    Latency latency,
    Map<String, Double> cpuSeconds) {
  private static final double MICROS = 1e6;

  public ReadRun {
    cpuSeconds = new TreeMap<>(cpuSeconds);
  }

  public double requestsPerSecond() {
    return seconds == 0 ? 0 : requests / seconds;
  }

  public double readsPerSecond() {
    return seconds == 0 ? 0 : reads / seconds;
  }

  /** Processor time for each read, in microseconds. */
  public double cpuMicrosPerRead(String process) {
    return reads == 0 ? 0 : cpuSeconds.getOrDefault(process, 0.0) * MICROS / reads;
  }

  public ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("peer", standing == Standing.PEER)
            .put("operations", reads)
            .put("wall_seconds", hundredths(seconds))
            .put("operations_per_second", Math.round(readsPerSecond()))
            .put("requests_per_second", Math.round(requestsPerSecond()));
    node.set("latency_ms", latency.json());
    if (!cpuSeconds.isEmpty()) {
      node.put(
          "cpu_seconds",
          hundredths(cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum()));
      ObjectNode each = node.putObject("cpu_seconds_by_process");
      cpuSeconds.forEach((process, spent) -> each.put(process, hundredths(spent)));
    }

    return node;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

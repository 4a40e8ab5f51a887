package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Latency;
import io.freshet.bench.Run.Standing;
import io.freshet.core.toolkit.Effort;
import java.util.Optional;

/**
 * What events of one shape have cost.
 *
 * @param events that came into the log
 * @param effort of the process that sent them to Kafka
 * @param refused requests that were answered by 4xx or 5xx; none of the bare producer
 * @param latency of requests; none of the bare producer
 */
public record GatewayRun(
    String name,
    Standing standing,
    String acknowledgement,
    long events,
    Effort effort,
    long refused,
    Optional<Latency> latency) {
  static final String BARE_PRODUCER = "bare producer";

  private static final double MICROS = 1e6;

  /** Whether others are held against it. */
  public boolean isLimit() {
    return name.equals(BARE_PRODUCER);
  }

  public double eventsPerSecond() {
    return effort.seconds() == 0 ? 0 : events / effort.seconds();
  }

  public double cpuMicrosPerEvent() {
    return events == 0 ? 0 : effort.cpuSeconds() * MICROS / events;
  }

  public double eventsPerCpuSecond() {
    return effort.cpuSeconds() == 0 ? 0 : events / effort.cpuSeconds();
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("peer", standing == Standing.PEER)
            .put("acknowledgement", acknowledgement)
            .put("operations", events)
            .put("cpu_seconds", effort.cpuSeconds())
            .put("wall_seconds", effort.seconds())
            .put("operations_per_second", Math.round(eventsPerSecond()))
            .put("operations_per_cpu_second", Math.round(eventsPerCpuSecond()))
            .put("cpu_micros_per_operation", tenths(cpuMicrosPerEvent()))
            .put("refused_requests", refused);
    latency.ifPresent(millis -> node.set("latency_ms", millis.json()));

    return node;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}

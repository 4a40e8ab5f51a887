package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What all brokers together have spent on events.
 *
 * @param cpuSeconds beyond what they spend when nobody sends
 */
public record BrokerCost(String name, long events, double seconds, double cpuSeconds) {
  private static final double MICROS = 1e6;

  BrokerCost plus(BrokerCost other) {
    return new BrokerCost(
        name, events + other.events(), seconds + other.seconds(), cpuSeconds + other.cpuSeconds());
  }

  public double cpuMicrosPerEvent() {
    return events == 0 ? 0 : cpuSeconds * MICROS / events;
  }

  public double eventsPerSecond() {
    return seconds == 0 ? 0 : events / seconds;
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("operations", events)
        .put("wall_seconds", Math.round(seconds * 100) / 100.0)
        .put("cpu_seconds", Math.round(cpuSeconds * 100) / 100.0)
        .put("cpu_micros_per_operation", Math.round(cpuMicrosPerEvent() * 10) / 10.0);
  }
}

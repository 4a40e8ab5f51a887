package io.freshet.bench.serve.steps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Latency;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Steps of orders on their way from the order service to those who watch.
 *
 * @param rate steps a second that were wanted
 * @param events a second of the marketplace beside them
 * @param shown steps whose own message came to their customer
 * @param conflated a newer step came instead
 * @param never nothing as new ever came
 * @param fromOrders from the order service's answer; empty when nothing came
 * @param fromKafka from Kafka's taking the step's event
 * @param cpuSeconds of each process meanwhile
 */
public record StepsRun(
    int rate,
    int events,
    double seconds,
    long shown,
    long conflated,
    long never,
    Optional<Latency> fromOrders,
    Optional<Latency> fromKafka,
    Map<String, Double> cpuSeconds) {
  public StepsRun {
    cpuSeconds = new TreeMap<>(cpuSeconds);
  }

  public long steps() {
    return shown + conflated + never;
  }

  public double stepsPerSecond() {
    return steps() / seconds;
  }

  public ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "steps, %d steps/s".formatted(rate))
            .put("peer", false)
            .put("operations", shown)
            .put("steps_per_second", hundredths(stepsPerSecond()))
            .put("events_per_second_beside", events)
            .put("wall_seconds", hundredths(seconds))
            .put("conflated", conflated)
            .put("never", never);
    fromOrders.ifPresent(millis -> node.set("latency_ms", millis.json()));
    fromKafka.ifPresent(millis -> node.set("latency_from_kafka_ms", millis.json()));
    ObjectNode each = node.putObject("cpu_seconds_by_process");
    cpuSeconds.forEach((process, spent) -> each.put(process, hundredths(spent)));

    return node;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

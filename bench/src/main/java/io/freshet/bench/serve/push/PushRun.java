package io.freshet.bench.serve.push;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Latency;
import io.freshet.bench.serve.LiveFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pings at one rate, on their way to those who watch.
 *
 * @param events a second that were wanted
 * @param pings that Kafka took meanwhile
 * @param orders that were watched
 * @param cases pings of watched orders, once for each watcher
 * @param lag from Kafka's taking a ping to its watcher; empty when none came
 * @param cpuSeconds of each process meanwhile
 * @param limit messages through Redis alone at the same rate
 */
public record PushRun(
    int events,
    long pings,
    double seconds,
    int sockets,
    int orders,
    Cases cases,
    Optional<Latency> lag,
    Map<String, Double> cpuSeconds,
    LiveFigures live,
    Limit limit) {
  private static final List<String> THE_PATH =
      List.of("eta-jobmanager", "eta-taskmanager", "redis", "live");

  public PushRun {
    cpuSeconds = new TreeMap<>(cpuSeconds);
  }

  /**
   * What became of them.
   *
   * @param conflated a newer state came instead
   * @param old sent twice, or older than what its watcher knew
   * @param never nothing as new ever came
   */
  public record Cases(long pushed, long conflated, long old, long never) {}

  /**
   * What came through Redis alone.
   *
   * @param seconds that it took to send them
   */
  public record Limit(long messages, double seconds, Latency latency) {}

  public double pingsPerSecond() {
    return pings / seconds;
  }

  /** Of the processes between Kafka and the watchers. */
  public double pathCpuSeconds() {
    return THE_PATH.stream().mapToDouble(each -> cpuSeconds.getOrDefault(each, 0.0)).sum();
  }

  public ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "push, %d events/s".formatted(events))
            .put("peer", false)
            .put("operations", cases.pushed())
            .put("pings_per_second", Math.round(pingsPerSecond()))
            .put("wall_seconds", hundredths(seconds))
            .put("cpu_seconds", hundredths(pathCpuSeconds()))
            .put("sockets", sockets)
            .put("orders", orders)
            .put("conflated", cases.conflated())
            .put("old", cases.old())
            .put("never", cases.never());
    lag.ifPresent(millis -> node.set("latency_ms", millis.json()));
    node.set("live", live.json());
    ObjectNode each = node.putObject("cpu_seconds_by_process");
    cpuSeconds.forEach((process, spent) -> each.put(process, hundredths(spent)));

    return node;
  }

  public ObjectNode limitJson() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "Redis alone, %d messages/s".formatted(events))
            .put("peer", true)
            .put("operations", limit.messages())
            .put("wall_seconds", hundredths(limit.seconds()));
    node.set("latency_ms", limit.latency().json());

    return node;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

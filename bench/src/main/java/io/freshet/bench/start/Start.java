package io.freshet.bench.start;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One start of a demo.
 *
 * @param cloneSeconds that its clone took; empty for one in a clone that was there
 * @param steps what each has taken since the command was typed, as far as they came
 * @param peakMegabytes of all its processes together
 * @param receivedBytes by the machine's network meanwhile, whoever asked for them
 * @param cacheBytes what lies in each cache afterwards, where they were empty before
 */
public record Start(
    StartKind kind,
    OptionalDouble cloneSeconds,
    Map<StartStep, Effort> steps,
    long peakMegabytes,
    long receivedBytes,
    Map<String, Long> cacheBytes) {
  private static final double MEGABYTE = 1e6;

  public Start {
    Map<StartStep, Effort> inOrder = new EnumMap<>(StartStep.class);
    inOrder.putAll(steps);
    steps = Collections.unmodifiableMap(inOrder);
    cacheBytes = Map.copyOf(cacheBytes);
  }

  public Optional<Effort> step(StartStep step) {
    return Optional.ofNullable(steps.get(step));
  }

  /** From the clone's beginning until a page shows live data; empty where none did. */
  public OptionalDouble secondsToLivePage() {
    return step(StartStep.LIVE).stream()
        .mapToDouble(live -> cloneSeconds.orElse(0) + live.seconds())
        .findFirst();
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance.objectNode().put("name", kind.label()).put("peer", false);
    cloneSeconds.ifPresent(seconds -> node.put("clone_seconds", hundredths(seconds)));
    secondsToLivePage()
        .ifPresent(seconds -> node.put("clone_to_live_page_seconds", hundredths(seconds)));
    step(StartStep.DONE)
        .ifPresent(
            done -> node.put("wall_seconds", done.seconds()).put("cpu_seconds", done.cpuSeconds()));
    ObjectNode told = node.putObject("steps");
    steps.forEach(
        (step, effort) ->
            told.putObject(step.code())
                .put("wall_seconds", effort.seconds())
                .put("cpu_seconds", effort.cpuSeconds()));
    node.put("peak_rss_mb", peakMegabytes).put("received_mb", megabytes(receivedBytes));
    if (!cacheBytes.isEmpty()) {
      ObjectNode caches = node.putObject("cache_mb");
      new TreeMap<>(cacheBytes).forEach((name, bytes) -> caches.put(name, megabytes(bytes)));
    }

    return node;
  }

  private static long megabytes(long bytes) {
    return Math.round(bytes / MEGABYTE);
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

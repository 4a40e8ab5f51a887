package io.freshet.bench.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a live server has counted; docs/reference/live.md says what each is.
 *
 * @param delayed pushes whose delay was measured
 * @param delaySeconds the sum of their delays
 */
public record LiveFigures(
    long messages, long pushes, long conflated, long healed, long delayed, double delaySeconds) {
  private static final double MILLIS = 1e3;

  /**
   * @param metrics in the OpenMetrics format
   */
  public static LiveFigures parse(String metrics) {
    return new LiveFigures(
        (long) sum(metrics, "freshet_live_messages_total"),
        (long) sum(metrics, "freshet_live_pushes_total"),
        (long) sum(metrics, "freshet_live_conflated_total"),
        (long) sum(metrics, "freshet_live_healed_total"),
        (long) sum(metrics, "freshet_live_push_delay_seconds_count"),
        sum(metrics, "freshet_live_push_delay_seconds_sum"));
  }

  /** Over all labels. */
  private static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(
            line -> Double.parseDouble(line.replaceAll("^[^ {]*(\\{[^}]*\\})? ", "").split(" ")[0]))
        .sum();
  }

  public LiveFigures since(LiveFigures before) {
    return new LiveFigures(
        messages - before.messages,
        pushes - before.pushes,
        conflated - before.conflated,
        healed - before.healed,
        delayed - before.delayed,
        delaySeconds - before.delaySeconds);
  }

  /** From a state's arrival at the server until it was written, on average. */
  public double meanDelayMillis() {
    return delayed == 0 ? 0 : delaySeconds * MILLIS / delayed;
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("messages", messages)
        .put("pushes", pushes)
        .put("conflated", conflated)
        .put("healed", healed)
        .put("mean_delay_ms", Math.round(meanDelayMillis() * MILLIS) / MILLIS);
  }
}

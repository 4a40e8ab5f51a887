package io.freshet.bench.visible;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;

/**
 * How long rows waited from when the log received them until an engine showed them.
 *
 * @param interval between the writer's commits
 * @param commits that were seen
 * @param millis of each row, ascending
 */
public record Waits(Duration interval, int commits, long[] millis) {
  private static final double MILLIS = 1e3;

  public Waits {
    millis = millis.clone();
    Arrays.sort(millis);
  }

  /** How many were seen. */
  public int rows() {
    return millis.length;
  }

  @Override
  public long[] millis() {
    return millis.clone();
  }

  /**
   * Nearest rank; not a number where no row was seen.
   *
   * @param share such as 0.95
   */
  public double seconds(double share) {
    int rank = (int) Math.ceil(share * millis.length);

    return millis.length == 0 ? Double.NaN : millis[Math.max(0, rank - 1)] / MILLIS;
  }

  /** What a row waits beyond the interval that it was promised. */
  public double secondsBeyondInterval(double share) {
    return seconds(share) - interval.toMillis() / MILLIS;
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "a commit every " + interval.toMillis() / MILLIS + " s")
            .put("peer", false)
            .put("interval_ms", interval.toMillis())
            .put("commits", commits)
            .put("operations", millis.length);
    if (millis.length > 0) {
      node.putObject("latency_ms")
          .put("p50", Math.round(seconds(0.5) * MILLIS))
          .put("p95", Math.round(seconds(0.95) * MILLIS))
          .put("max", Math.round(seconds(1) * MILLIS));
    }

    return node;
  }
}

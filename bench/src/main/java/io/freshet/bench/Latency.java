package io.freshet.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * How long something took, in milliseconds: what so many of a hundred did not exceed.
 *
 * @param p999 not a number where somebody else has measured and does not say
 */
public record Latency(double p50, double p99, double p999) {
  private static final double MICROS_PER_MILLI = 1e3;

  /**
   * By nearest rank.
   *
   * @param micros of each, at least one, in any order
   */
  public static Latency ofMicros(long[] micros) {
    long[] ascending = micros.clone();
    Arrays.sort(ascending);

    return new Latency(rank(ascending, 0.5), rank(ascending, 0.99), rank(ascending, 0.999));
  }

  private static double rank(long[] ascending, double share) {
    int rank = (int) Math.ceil(share * ascending.length);

    return ascending[Math.max(0, rank - 1)] / MICROS_PER_MILLI;
  }

  /** As {@code latency_ms} has it. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("p50", p50).put("p99", p99);

    return Double.isNaN(p999) ? node : node.put("p999", p999);
  }
}

package io.freshet.serving.eta.trace;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisWrite;
import java.time.Duration;

/** The document by which live servers find the trace of an order's newest step. */
final class TraceEntry {
  /** They look for it seconds after the step has reached a screen. */
  private static final Duration TTL = Duration.ofMinutes(1);

  private TraceEntry() {}

  static RedisWrite of(OrderEvent step, String traceParent) {
    return new RedisWrite(
        RedisKeys.trace(step.market(), step.orderId()),
        step.orderVersion(),
        step.millis(),
        TTL.toMillis(),
        "",
        // What orders it stands in front: newer-wins.lua looks for it there.
        "{\"order_version\":"
            + step.orderVersion()
            + ",\"event_time_ms\":"
            + step.millis()
            + ",\"traceparent\":\""
            + traceParent
            + "\"}");
  }
}

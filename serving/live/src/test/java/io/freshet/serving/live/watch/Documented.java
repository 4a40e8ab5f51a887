package io.freshet.serving.live.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.OrderState;
import io.freshet.serving.live.token.Pass;
import java.time.Instant;

/** Small orders. */
final class Documented {
  static final OrderKey ORDER = new OrderKey("san_francisco", 17);
  static final Pass PASS = new Pass(ORDER, Instant.MAX);

  private Documented() {}

  static byte[] document(long version, long millis, String state) {
    return "{\"order_version\":%d,\"event_time_ms\":%d,\"state\":\"%s\"}"
        .formatted(version, millis, state)
        .getBytes(UTF_8);
  }

  static OrderState state(long version, long millis, String state) {
    return OrderDocument.of(document(version, millis, state))
        .flatMap(document -> OrderState.of(document, 0))
        .orElseThrow();
  }
}

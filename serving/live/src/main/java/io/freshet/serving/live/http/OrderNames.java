package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.live.order.OrderKey;
import java.util.Optional;

/** How services name an order: {@code {"market": "san_francisco", "order_id": 17}}. */
final class OrderNames {
  private OrderNames() {}

  static Optional<OrderKey> read(JsonNode json) {
    JsonNode market = json.path("market");
    JsonNode orderId = json.path("order_id");

    return market.isTextual() && orderId.isIntegralNumber()
        ? OrderKey.of(market.asText(), orderId.asText())
        : Optional.empty();
  }
}

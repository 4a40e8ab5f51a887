package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.serving.orders.rules.Standing;
import io.freshet.serving.orders.store.Order;
import io.freshet.serving.orders.store.OrderFacts;
import io.freshet.serving.orders.store.OrderStep;

/** Orders and steps as clients see them: by the names of the contract, where it has them. */
final class OrderJson {
  // Otherwise 10.000000 degrees would be written 1E+1.
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private OrderJson() {}

  static ObjectNode of(Order order) {
    OrderFacts facts = order.facts();
    Standing standing = order.standing();
    ObjectNode json =
        JSON.objectNode()
            .put("order_id", order.id())
            .put("order_version", order.version())
            .put("market", facts.market())
            .put("state", standing.state().code())
            .put("kitchen", standing.kitchen().code());
    standing.dasher().ifPresent(dasher -> json.put("dasher_id", dasher));
    order.reason().ifPresent(reason -> json.put("reason", reason));

    return json.put("customer_id", facts.parties().customerId())
        .put("restaurant_id", facts.parties().restaurantId())
        .put("pickup_latitude", facts.pickup().latitude())
        .put("pickup_longitude", facts.pickup().longitude())
        .put("dropoff_latitude", facts.dropoff().latitude())
        .put("dropoff_longitude", facts.dropoff().longitude())
        .put("subtotal_minor", facts.subtotal().minor())
        .put("currency", facts.subtotal().currency())
        .put("created_at", order.createdAt().toString())
        .put("changed_at", order.changedAt().toString());
  }

  static ObjectNode of(OrderStep step) {
    ObjectNode json =
        JSON.objectNode()
            .put("order_id", step.orderId())
            .put("order_version", step.version())
            .put("state", step.state().code());
    step.dasher().ifPresent(dasher -> json.put("dasher_id", dasher));
    json.putObject("actor")
        .put("kind", step.by().actor().kind().code())
        .put("id", step.by().actor().id());
    step.by().reason().ifPresent(reason -> json.put("reason", reason));
    step.by().note().ifPresent(note -> json.put("note", note));

    return json.put("event_time", step.eventTime().toString())
        .put("recorded_at", step.recordedAt().toString());
  }
}

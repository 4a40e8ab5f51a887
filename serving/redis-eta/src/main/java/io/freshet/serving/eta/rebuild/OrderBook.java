package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.order.OrderKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * All orders of which anything was heard; as large as they are many, however often they stepped.
 */
final class OrderBook {
  private final Map<OrderKey, KnownOrder> orders = new HashMap<>();
  private long newestMillis = Long.MIN_VALUE;

  void add(OrderEvent step, long receivedMillis) {
    newestMillis = Math.max(newestMillis, step.millis());
    order(step.market(), step.orderId()).add(step, receivedMillis);
  }

  void add(Prediction prediction, long receivedMillis) {
    order(prediction.market(), prediction.orderId()).add(prediction, receivedMillis);
  }

  void forEach(BiConsumer<OrderKey, KnownOrder> reader) {
    orders.forEach(reader);
  }

  int size() {
    return orders.size();
  }

  /** Event time of the newest step; {@code Long.MIN_VALUE} before the first. */
  long newestMillis() {
    return newestMillis;
  }

  /**
   * What the orders mean to each dasher.
   *
   * @param since of orders that were over before that came in nothing is said
   */
  Map<DasherKey, Duties> duties(Instant since) {
    Map<DasherKey, Duties> found = new HashMap<>();
    for (KnownOrder order : orders.values()) {
      if (!order.isOver() || order.receivedMillis() >= since.toEpochMilli()) {
        for (Assignment told : order.assignments()) {
          found
              .computeIfAbsent(new DasherKey(told.market(), told.dasherId()), key -> new Duties())
              .add(told, order.receivedMillis());
        }
      }
    }

    return found;
  }

  private KnownOrder order(String market, long orderId) {
    return orders.computeIfAbsent(new OrderKey(market, orderId), key -> new KnownOrder());
  }
}

package io.freshet.serving.eta.order;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** A step of an order or a sighting of it: one of the two is null. */
@TypeInfo(OrderSignalLayout.class)
public record OrderSignal(OrderEvent step, Sighting sighting) {
  public static OrderSignal of(OrderEvent step) {
    return new OrderSignal(step, null);
  }

  public static OrderSignal of(Sighting sighting) {
    return new OrderSignal(null, sighting);
  }

  public OrderKey key() {
    return step != null
        ? new OrderKey(step.market(), step.orderId())
        : new OrderKey(sighting.market(), sighting.orderId());
  }
}

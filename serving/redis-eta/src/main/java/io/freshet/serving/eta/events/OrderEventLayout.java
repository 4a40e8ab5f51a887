package io.freshet.serving.eta.events;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;
import io.freshet.serving.eta.travel.PlaceBytes;

/** How order events lie in bytes. */
public final class OrderEventLayout extends Layout<OrderEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<OrderEvent> type() {
    return OrderEvent.class;
  }

  @Override
  public void write(OrderEvent event, ByteWriter out) {
    out.name(event.market());
    out.number(event.orderId());
    out.number(event.orderVersion());
    out.small(event.state().ordinal());
    out.number(event.millis());
    out.optional(event.dasherId());
    PlaceBytes.write(event.pickup(), out);
    PlaceBytes.write(event.dropoff(), out);
    out.flag(event.synthetic());
    out.number(event.waitedMillis());
  }

  @Override
  public OrderEvent read(ByteReader in, int version) {
    return new OrderEvent(
        in.name(),
        in.number(),
        in.integer(),
        OrderState.of(in.small()),
        in.number(),
        in.optional(),
        PlaceBytes.position(in),
        PlaceBytes.position(in),
        in.flag(),
        in.number());
  }
}

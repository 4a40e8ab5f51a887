package io.freshet.serving.eta.order;

import io.freshet.serving.eta.dasher.SightingLayout;
import io.freshet.serving.eta.events.OrderEventLayout;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How signals lie in bytes: which of the two, and that one. */
public final class OrderSignalLayout extends Layout<OrderSignal> {
  private static final long serialVersionUID = 1L;
  private static final OrderEventLayout STEPS = new OrderEventLayout();
  private static final SightingLayout SIGHTINGS = new SightingLayout();

  @Override
  public Class<OrderSignal> type() {
    return OrderSignal.class;
  }

  @Override
  public void write(OrderSignal signal, ByteWriter out) {
    out.flag(signal.step() != null);
    if (signal.step() != null) {
      STEPS.write(signal.step(), out);
    } else {
      SIGHTINGS.write(signal.sighting(), out);
    }
  }

  @Override
  public OrderSignal read(ByteReader in, int version) {
    return in.flag()
        ? OrderSignal.of(STEPS.read(in, version))
        : OrderSignal.of(SIGHTINGS.read(in, version));
  }
}

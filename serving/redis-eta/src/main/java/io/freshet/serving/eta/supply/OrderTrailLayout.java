package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How a trail of an order lies in bytes. */
public final class OrderTrailLayout extends Layout<OrderTrail> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<OrderTrail> type() {
    return OrderTrail.class;
  }

  @Override
  public void write(OrderTrail trail, ByteWriter out) {
    trail.write(out);
  }

  @Override
  public OrderTrail read(ByteReader in, int version) {
    return OrderTrail.read(in);
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  public OrderTrail copy(OrderTrail trail) {
    return trail.copy();
  }
}

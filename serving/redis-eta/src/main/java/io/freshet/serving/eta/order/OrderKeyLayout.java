package io.freshet.serving.eta.order;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How keys of orders lie in bytes. */
public final class OrderKeyLayout extends Layout<OrderKey> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<OrderKey> type() {
    return OrderKey.class;
  }

  @Override
  public void write(OrderKey key, ByteWriter out) {
    out.name(key.market());
    out.number(key.orderId());
  }

  @Override
  public OrderKey read(ByteReader in, int version) {
    return new OrderKey(in.name(), in.number());
  }
}

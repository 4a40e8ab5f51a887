package io.freshet.serving.eta.order;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How it lies in bytes who has an order. */
public final class AssignedLayout extends Layout<Assigned> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Assigned> type() {
    return Assigned.class;
  }

  @Override
  public void write(Assigned assigned, ByteWriter out) {
    out.number(assigned.version());
    out.optional(assigned.dasherId());
    out.number(assigned.millis());
  }

  @Override
  public Assigned read(ByteReader in, int version) {
    return new Assigned(in.integer(), in.optional(), in.number());
  }
}

package io.freshet.serving.eta.travel;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How hops lie in bytes. */
public final class HopLayout extends Layout<Hop> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Hop> type() {
    return Hop.class;
  }

  @Override
  public void write(Hop hop, ByteWriter out) {
    out.name(hop.market());
    out.bits(hop.cell());
    out.number(hop.millis());
    out.real(hop.meters());
    out.real(hop.seconds());
  }

  @Override
  public Hop read(ByteReader in, int version) {
    return new Hop(in.name(), in.bits(), in.number(), in.real(), in.real());
  }
}

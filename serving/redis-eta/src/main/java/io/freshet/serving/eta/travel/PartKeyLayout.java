package io.freshet.serving.eta.travel;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How keys of parts of a market lie in bytes. */
public final class PartKeyLayout extends Layout<PartKey> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<PartKey> type() {
    return PartKey.class;
  }

  @Override
  public void write(PartKey key, ByteWriter out) {
    out.name(key.market());
    out.bits(key.cell());
  }

  @Override
  public PartKey read(ByteReader in, int version) {
    return new PartKey(in.name(), in.bits());
  }
}

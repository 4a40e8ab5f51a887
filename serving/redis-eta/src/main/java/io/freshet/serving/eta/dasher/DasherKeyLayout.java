package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How keys of dashers lie in bytes. */
public final class DasherKeyLayout extends Layout<DasherKey> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<DasherKey> type() {
    return DasherKey.class;
  }

  @Override
  public void write(DasherKey key, ByteWriter out) {
    out.name(key.market());
    out.number(key.dasherId());
  }

  @Override
  public DasherKey read(ByteReader in, int version) {
    return new DasherKey(in.name(), in.number());
  }
}

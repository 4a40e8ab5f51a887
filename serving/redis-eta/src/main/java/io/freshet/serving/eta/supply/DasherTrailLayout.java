package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How a trail of a dasher lies in bytes. */
public final class DasherTrailLayout extends Layout<DasherTrail> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<DasherTrail> type() {
    return DasherTrail.class;
  }

  @Override
  public void write(DasherTrail trail, ByteWriter out) {
    trail.write(out);
  }

  @Override
  public DasherTrail read(ByteReader in, int version) {
    return DasherTrail.read(in);
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  public DasherTrail copy(DasherTrail trail) {
    return trail.copy();
  }
}

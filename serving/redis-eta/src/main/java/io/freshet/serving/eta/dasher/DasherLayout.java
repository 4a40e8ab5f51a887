package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How what is remembered of a dasher lies in bytes. */
public final class DasherLayout extends Layout<Dasher> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Dasher> type() {
    return Dasher.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void write(Dasher dasher, ByteWriter out) {
    dasher.write(out);
  }

  @Override
  public Dasher read(ByteReader in, int version) {
    return Dasher.read(in, version);
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  public Dasher copy(Dasher dasher) {
    return dasher.copy();
  }
}

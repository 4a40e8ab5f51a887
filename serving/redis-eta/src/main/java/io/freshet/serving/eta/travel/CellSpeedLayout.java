package io.freshet.serving.eta.travel;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How rolling speeds lie in bytes. */
public final class CellSpeedLayout extends Layout<CellSpeed> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<CellSpeed> type() {
    return CellSpeed.class;
  }

  @Override
  public void write(CellSpeed speed, ByteWriter out) {
    out.name(speed.market());
    out.bits(speed.cell());
    out.real(speed.meters());
    out.real(speed.seconds());
    out.number(speed.expiresAt());
  }

  @Override
  public CellSpeed read(ByteReader in, int version) {
    return new CellSpeed(in.name(), in.bits(), in.shortReal(), in.shortReal(), in.number());
  }
}

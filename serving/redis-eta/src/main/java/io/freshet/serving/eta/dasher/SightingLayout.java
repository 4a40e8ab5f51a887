package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;
import io.freshet.serving.eta.travel.PlaceBytes;

/** How sightings lie in bytes. */
public final class SightingLayout extends Layout<Sighting> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Sighting> type() {
    return Sighting.class;
  }

  @Override
  public void write(Sighting sighting, ByteWriter out) {
    out.name(sighting.market());
    out.number(sighting.orderId());
    out.number(sighting.dasherId());
    PlaceBytes.write(sighting.fix(), out);
    out.flag(sighting.overdue());
  }

  @Override
  public Sighting read(ByteReader in, int version) {
    return new Sighting(in.name(), in.number(), in.number(), PlaceBytes.fix(in), in.flag());
  }
}

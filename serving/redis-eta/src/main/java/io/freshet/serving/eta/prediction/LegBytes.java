package io.freshet.serving.eta.prediction;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;

/** How a leg lies in bytes, within something else. */
public final class LegBytes {
  private static final Stage[] STAGES = Stage.values();

  private LegBytes() {}

  public static void write(Leg leg, ByteWriter out) {
    out.small(leg.stage().ordinal());
    out.number(leg.step());
    out.real(leg.meters());
    out.real(leg.speed());
    out.flag(leg.settingOut());
    out.bits(leg.from());
    out.bits(leg.to());
  }

  public static Leg read(ByteReader in) {
    return new Leg(
        STAGES[in.small()], in.integer(), in.real(), in.real(), in.flag(), in.bits(), in.bits());
  }
}

package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.LegBytes;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Traffic;
import java.util.List;

/** How moments lie in bytes. */
public final class MomentLayout extends Layout<Moment> {
  private static final long serialVersionUID = 1L;
  private static final Stage[] STAGES = Stage.values();
  private static final Traffic.Basis[] BASES = Traffic.Basis.values();
  private static final Reason[] REASONS = Reason.values();

  @Override
  public Class<Moment> type() {
    return Moment.class;
  }

  @Override
  public void write(Moment moment, ByteWriter out) {
    out.name(moment.market());
    out.number(moment.orderId());
    out.number(moment.orderVersion());
    out.small(moment.state().ordinal());
    out.optional(moment.dasherId());
    out.number(moment.millis());
    out.optional(moment.stage());
    out.small(moment.legs().size());
    for (Leg leg : moment.legs()) {
      LegBytes.write(leg, out);
    }
    out.optional(moment.basis());
    out.real(moment.meters());
    PlaceBytes.write(moment.places().dasher(), out);
    PlaceBytes.write(moment.places().pickup(), out);
    PlaceBytes.write(moment.places().dropoff(), out);
    out.number(moment.knownAt());
    out.small(moment.cause().ordinal());
    Journey.write(moment.journey(), out);
  }

  @Override
  public Moment read(ByteReader in, int version) {
    return new Moment(
        in.name(),
        in.number(),
        in.integer(),
        OrderState.of(in.small()),
        in.optional(),
        in.number(),
        in.optional(STAGES),
        legs(in),
        in.optional(BASES),
        in.real(),
        new Places(PlaceBytes.position(in), PlaceBytes.position(in), PlaceBytes.position(in)),
        in.number(),
        REASONS[in.small()],
        Journey.read(in));
  }

  /** An order has at most three, and each moment has some. */
  private static List<Leg> legs(ByteReader in) {
    Leg[] legs = new Leg[in.small()];
    for (int i = 0; i < legs.length; i++) {
      legs[i] = LegBytes.read(in);
    }

    return List.of(legs);
  }
}

package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Position;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the job remembers of one order. Only {@link TripRule} changes it. What is not known yet is
 * null.
 */
@TypeInfo(TripLayout.class)
public final class Trip {
  private static final Stage[] STAGES = Stage.values();
  private static final int NO_STATE = -1;

  /** Stands for a cell that is to be found out; no H3 cell has this number. */
  static final long UNKNOWN_CELL = 0;

  int version = -1;
  OrderState state;
  long stateSince;
  Long dasherId;
  Position pickup;
  Position dropoff;
  Stage stage;
  long stageSince;
  long lastSeen = Long.MIN_VALUE;
  long lastRecorded = Long.MIN_VALUE;
  Stage lastRecordedStage;
  Samples samples = new Samples();

  /** The earliest timer that is set; {@code Long.MAX_VALUE} when there is none. */
  long timerAt = Long.MAX_VALUE;

  /** Of pick-up and drop-off, so that not every sighting finds them out; not written. */
  long pickupCell = UNKNOWN_CELL;

  long dropoffCell = UNKNOWN_CELL;

  boolean isOver() {
    return state != null && state.isFinal();
  }

  Trip copy() {
    Trip copy = new Trip();
    copy.version = version;
    copy.state = state;
    copy.stateSince = stateSince;
    copy.dasherId = dasherId;
    copy.pickup = pickup;
    copy.dropoff = dropoff;
    copy.stage = stage;
    copy.stageSince = stageSince;
    copy.lastSeen = lastSeen;
    copy.lastRecorded = lastRecorded;
    copy.lastRecordedStage = lastRecordedStage;
    copy.samples = samples.copy();
    copy.timerAt = timerAt;
    copy.pickupCell = pickupCell;
    copy.dropoffCell = dropoffCell;

    return copy;
  }

  void write(ByteWriter out) {
    out.number(version);
    out.small(state == null ? NO_STATE : state.ordinal());
    out.number(stateSince);
    out.optional(dasherId);
    PlaceBytes.write(pickup, out);
    PlaceBytes.write(dropoff, out);
    out.optional(stage);
    out.number(stageSince);
    out.number(lastSeen);
    out.number(lastRecorded);
    out.optional(lastRecordedStage);
    samples.write(out);
    out.number(timerAt);
  }

  static Trip read(ByteReader in) {
    Trip trip = new Trip();
    trip.version = in.integer();
    int state = in.small();
    trip.state = state == NO_STATE ? null : OrderState.of(state);
    trip.stateSince = in.number();
    trip.dasherId = in.optional();
    trip.pickup = PlaceBytes.position(in);
    trip.dropoff = PlaceBytes.position(in);
    trip.stage = in.optional(STAGES);
    trip.stageSince = in.number();
    trip.lastSeen = in.number();
    trip.lastRecorded = in.number();
    trip.lastRecordedStage = in.optional(STAGES);
    trip.samples = Samples.read(in);
    trip.timerAt = in.number();

    return trip;
  }
}

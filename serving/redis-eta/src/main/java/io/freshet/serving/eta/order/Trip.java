package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.order.Journey.Course;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Position;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the job remembers of one order. Only {@link TripRule} changes it. What is not known yet is
 * null.
 */
@TypeInfo(TripLayout.class)
public final class Trip {
  private static final Stage[] STAGES = Stage.values();
  private static final int NO_STATE = -1;

  /** The layout's first version, which knew neither what holds an order up nor where it is. */
  private static final int WITHOUT_CAUSES = 1;

  /** Stands for a cell that is to be found out; no H3 cell has this number. */
  static final long UNKNOWN_CELL = 0;

  /** Stands for a time that has not come; it takes one byte. */
  static final long NEVER = 0;

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

  /** When the food was ready; {@link #NEVER} while it is not. */
  long readyAt = NEVER;

  /** When the dasher came to the restaurant; {@link #NEVER} before. */
  long arrivedAt = NEVER;

  /** When the order was given to another dasher; {@link #NEVER} when it was not. */
  long reassignedAt = NEVER;

  /** When it was said last that nothing is heard. */
  long quietAt = NEVER;

  /** Where its dasher was at {@link #lastSeen}; not a number while nobody knows. */
  double latitude = Double.NaN;

  double longitude = Double.NaN;

  /** Since when the dasher has been standing where it was then; {@link #NEVER} when unknown. */
  long stoodSince = NEVER;

  double stoodLatitude;
  double stoodLongitude;

  /** How near the dasher has come to this stage's goal. */
  float nearestMeters = Float.POSITIVE_INFINITY;

  /** How fast its market was when this stage began; 0 while unknown. */
  float marketSpeed;

  /** How its dasher went since this stage began. */
  Course course = Course.NONE;

  /** Of pick-up and drop-off, so that not every sighting finds them out; not written. */
  long pickupCell = UNKNOWN_CELL;

  long dropoffCell = UNKNOWN_CELL;

  // By the clock, and of this process: none of these three is written.

  /** When anything was told of it last; {@link #NEVER} when nothing was. */
  long toldAt = NEVER;

  /** Whether what was seen of it last was told, or something newer. */
  boolean newestIsTold;

  /** For when a timer is set that looks whether it was; {@link #NEVER} when none is known. */
  long lookAt = NEVER;

  boolean isOver() {
    return state != null && state.isFinal();
  }

  /** A stage begins, perhaps again: what was seen of the way before says nothing about it. */
  void enter(Stage next, long millis) {
    stage = next;
    stageSince = millis;
    stoodSince = NEVER;
    nearestMeters = Float.POSITIVE_INFINITY;
    marketSpeed = 0;
    course = Course.NONE;
  }

  void see(Fix fix) {
    lastSeen = fix.millis();
    latitude = fix.position().latitude();
    longitude = fix.position().longitude();
  }

  /** Another dasher has it, of whom nobody knows where it is. */
  void giveAway(long millis) {
    reassignedAt = millis;
    arrivedAt = NEVER;
    latitude = Double.NaN;
    longitude = Double.NaN;
  }

  /** When its dasher was seen last, or began with it. */
  long seenAt() {
    return Math.max(lastSeen, stageSince);
  }

  /** When anything was heard of it last, be it by its dasher or by a step. */
  long heardAt() {
    return Math.max(seenAt(), stateSince);
  }

  /** Where it is as far as anybody knows; empty while nobody does, and once it is over. */
  Optional<Fix> whereabouts() {
    if (isOver()) {
      return Optional.empty();
    }
    if (stage == Stage.TO_CUSTOMER && pickup != null && lastSeen < stageSince) {
      return Optional.of(new Fix(stageSince, pickup));
    }

    return dasherId == null || Double.isNaN(latitude)
        ? Optional.empty()
        : Optional.of(new Fix(lastSeen, new Position(latitude, longitude)));
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
    copy.readyAt = readyAt;
    copy.arrivedAt = arrivedAt;
    copy.reassignedAt = reassignedAt;
    copy.quietAt = quietAt;
    copy.latitude = latitude;
    copy.longitude = longitude;
    copy.stoodSince = stoodSince;
    copy.stoodLatitude = stoodLatitude;
    copy.stoodLongitude = stoodLongitude;
    copy.nearestMeters = nearestMeters;
    copy.marketSpeed = marketSpeed;
    copy.course = course;
    copy.pickupCell = pickupCell;
    copy.dropoffCell = dropoffCell;
    copy.toldAt = toldAt;
    copy.newestIsTold = newestIsTold;
    copy.lookAt = lookAt;

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
    out.number(readyAt);
    out.number(arrivedAt);
    out.number(reassignedAt);
    out.number(quietAt);
    PlaceBytes.write(latitude, longitude, out);
    out.number(stoodSince);
    if (stoodSince != NEVER) {
      PlaceBytes.write(stoodLatitude, stoodLongitude, out);
    }
    out.real(nearestMeters);
    out.real(marketSpeed);
    course.write(out);
  }

  /**
   * @param version of the layout that they were written in
   */
  static Trip read(ByteReader in, int version) {
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
    if (version == WITHOUT_CAUSES) {
      trip.readyAt = trip.state == OrderState.READY ? trip.stateSince : NEVER;
    } else {
      trip.readCauses(in);
    }

    return trip;
  }

  private void readCauses(ByteReader in) {
    readyAt = in.number();
    arrivedAt = in.number();
    reassignedAt = in.number();
    quietAt = in.number();
    Position place = PlaceBytes.position(in);
    latitude = place.latitude();
    longitude = place.longitude();
    stoodSince = in.number();
    if (stoodSince != NEVER) {
      Position stood = PlaceBytes.position(in);
      stoodLatitude = stood.latitude();
      stoodLongitude = stood.longitude();
    }
    nearestMeters = in.shortReal();
    marketSpeed = in.shortReal();
    course = Course.read(in);
  }
}

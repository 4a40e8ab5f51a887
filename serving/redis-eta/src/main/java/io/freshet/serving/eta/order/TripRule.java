package io.freshet.serving.eta.order;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Outcome;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows an order from step to step and from ping to ping, and through silences: says when a
 * prediction is due and on what it may rest, and turns a stage that is over into a lesson. Nothing
 * in a moment comes from after it. Not thread-safe.
 */
public final class TripRule {
  /** Pings closer together teach the same thing twice. */
  private static final long SAMPLE_EVERY_MILLIS = 30_000;

  /** An hour of samples; a stage that lasts longer is not typical of anything. */
  private static final int MAX_SAMPLES = 120;

  private static final double MAX_LESSON_SECONDS = 3 * 3600;

  /** Of an order that is silent for longer, nothing is said any more. */
  private static final long LONGEST_SILENCE_MILLIS = 3_600_000;

  private final OutlookRule outlooks;
  private final CauseRule causes;
  private final long recordEveryMillis;
  private final long silentMillis;
  private final ByteWriter buffer = new ByteWriter();

  /**
   * @param silentAfter how long nothing is heard of an order before that is said
   */
  public TripRule(Cells cells, Duration recordEvery, Duration silentAfter) {
    this.outlooks = new OutlookRule(cells);
    this.causes = new CauseRule(silentAfter);
    this.recordEveryMillis = recordEvery.toMillis();
    this.silentMillis = silentAfter.toMillis();
  }

  /** What a step of the order leads to. */
  public record Progress(Optional<Moment> moment, Optional<Lesson> lesson) {
    static final Progress NONE = new Progress(Optional.empty(), Optional.empty());
  }

  /** Takes a step of the order; stale ones (version not above the newest) change nothing. */
  public Progress step(Trip trip, OrderEvent event, Traffic traffic) {
    if (event.orderVersion() <= trip.version || trip.isOver()) {
      return Progress.NONE;
    }
    Stage before = trip.stage;
    apply(trip, event);
    Optional<Lesson> lesson = lesson(trip, event, before);
    Optional<Fix> fix =
        event.state() == OrderState.PICKED_UP && trip.pickup != null
            ? Optional.of(new Fix(event.millis(), trip.pickup))
            : trip.whereabouts();
    CourseRule.step(trip, fix);
    OrderKey key = new OrderKey(event.market(), event.orderId());
    Outlook outlook = outlooks.at(trip, event.millis(), fix, traffic);
    Moment moment = moment(trip, key, event.millis(), fix, outlook);
    if (!event.synthetic()) {
      sample(trip, event.millis(), outlook.legs());
    }

    return new Progress(Optional.of(moment), lesson);
  }

  /**
   * What a position led to that newer ones probably replace.
   *
   * @param moment as of any other position, where it is to be recorded; else empty
   * @param isLeftOut whether there would have been one if it were not
   */
  public record Glimpse(Optional<Moment> moment, boolean isLeftOut) {
    static final Glimpse OF_NOTHING = new Glimpse(Optional.empty(), false);
    static final Glimpse LEFT_OUT = new Glimpse(Optional.empty(), true);
  }

  /** Takes a position of the order's dasher; one of somebody else's or from before is left out. */
  public Optional<Moment> sight(Trip trip, Sighting sighting, Traffic traffic) {
    if (!isNews(trip, sighting)) {
      return Optional.empty();
    }
    see(trip, sighting.fix());

    return Optional.of(ahead(trip, sighting, traffic));
  }

  /**
   * Takes one in that newer ones probably replace. The order is followed as by {@link #sight}; but
   * what lies ahead of it is only found out where that is recorded, or learned from.
   */
  public Glimpse glimpse(Trip trip, Sighting sighting, Traffic traffic) {
    if (!isNews(trip, sighting)) {
      return Glimpse.OF_NOTHING;
    }
    Fix fix = sighting.fix();
    see(trip, fix);
    if (isDue(trip, fix.millis())) {
      return new Glimpse(Optional.of(ahead(trip, sighting, traffic)), false);
    }
    if (isWorthSampling(trip, fix.millis()) || !CauseRule.isSpeedKnown(trip)) {
      learn(trip, fix, traffic);
    } else {
      double metersAhead = OutlookRule.metersAhead(trip, fix.position());
      causes.see(trip, fix.millis(), fix.position(), metersAhead);
    }

    return Glimpse.LEFT_OUT;
  }

  private static boolean isNews(Trip trip, Sighting sighting) {
    boolean ours = trip.dasherId != null && trip.dasherId == sighting.dasherId();
    long millis = sighting.fix().millis();

    return !trip.isOver() && ours && millis > trip.lastSeen && millis >= trip.stateSince;
  }

  private static void see(Trip trip, Fix fix) {
    Optional<Fix> before = trip.whereabouts();
    trip.see(fix);
    WaitRule.follow(trip, fix);
    CourseRule.see(trip, before, fix);
  }

  private Moment ahead(Trip trip, Sighting sighting, Traffic traffic) {
    Fix fix = sighting.fix();
    Outlook outlook = learn(trip, fix, traffic);
    OrderKey key = new OrderKey(sighting.market(), sighting.orderId());

    return moment(trip, key, fix.millis(), Optional.of(fix), outlook);
  }

  /** Remembers what a position says of what lies ahead, and says it. */
  private Outlook learn(Trip trip, Fix fix, Traffic traffic) {
    Outlook outlook = outlooks.at(trip, fix.millis(), Optional.of(fix), traffic);
    causes.see(trip, fix.millis(), fix.position(), outlook);
    if (isWorthSampling(trip, fix.millis())) {
      sample(trip, fix.millis(), outlook.legs());
    }

    return outlook;
  }

  /** Time has come so far; says how the order stands if that is long after anything was heard. */
  public Optional<Moment> pass(Trip trip, OrderKey key, long millis, Traffic traffic) {
    if (trip.isOver() || millis < silentAt(trip)) {
      return Optional.empty();
    }
    trip.quietAt = millis;
    Optional<Fix> fix = trip.whereabouts();
    Outlook outlook = outlooks.at(trip, millis, fix, traffic);

    return Optional.of(moment(trip, key, millis, fix, outlook));
  }

  /**
   * Says again how the order stood when its dasher was seen last, as far as that was the last that
   * was heard of it. Changes nothing, and is never recorded: when it comes is the clock's doing.
   */
  public Optional<Moment> recall(Trip trip, OrderKey key, Traffic traffic) {
    if (trip.isOver() || Double.isNaN(trip.latitude) || trip.heardAt() != trip.lastSeen) {
      return Optional.empty();
    }
    Optional<Fix> fix = trip.whereabouts();
    Outlook outlook = outlooks.at(trip, trip.lastSeen, fix, traffic);

    return Optional.of(moment(trip, key, trip.lastSeen, fix, outlook, null));
  }

  /** When a silence is to be told next; {@code Long.MAX_VALUE} when it never is. */
  public long silentAt(Trip trip) {
    long heardAt = trip.heardAt();
    long next = Math.max(heardAt, trip.quietAt) + silentMillis;

    return next - heardAt > LONGEST_SILENCE_MILLIS ? Long.MAX_VALUE : next;
  }

  private void apply(Trip trip, OrderEvent event) {
    Long dasherId = event.dasherAfter(trip.dasherId);
    boolean givenAway = trip.dasherId != null && !trip.dasherId.equals(dasherId);
    trip.version = event.orderVersion();
    trip.state = event.state();
    trip.stateSince = event.millis();
    trip.dasherId = dasherId;
    trip.pickup = event.pickup() != null ? event.pickup() : trip.pickup;
    trip.dropoff = event.dropoff() != null ? event.dropoff() : trip.dropoff;
    trip.pickupCell = Trip.UNKNOWN_CELL;
    trip.dropoffCell = Trip.UNKNOWN_CELL;
    if (event.state() == OrderState.READY && trip.readyAt == Trip.NEVER) {
      trip.readyAt = event.millis();
    }
    if (givenAway) {
      // Where somebody else was says nothing about how long the new one takes.
      keepSamplesOfPreparation(trip);
      trip.giveAway(event.millis());
    }
    Stage stage = stage(trip);
    if (stage != trip.stage || givenAway) {
      trip.enter(stage, event.millis());
    }
  }

  private static Stage stage(Trip trip) {
    if (trip.state == OrderState.CANCELLED && trip.stage != null) {
      return trip.stage;
    }
    if (trip.state == OrderState.PICKED_UP || trip.state == OrderState.DELIVERED) {
      return Stage.TO_CUSTOMER;
    }
    if (trip.dasherId == null) {
      return Stage.PREPARATION;
    }

    return trip.arrivedAt == Trip.NEVER ? Stage.TO_RESTAURANT : Stage.WAIT;
  }

  /**
   * Preparation and waiting end at the pick-up, the way to the restaurant when the dasher was seen
   * there, the way to the customer at the door.
   */
  private static Optional<Lesson> lesson(Trip trip, OrderEvent event, Stage before) {
    boolean carried = before == Stage.TO_CUSTOMER;
    boolean pickedUp = event.state() == OrderState.PICKED_UP && !carried;
    boolean delivered = event.state() == OrderState.DELIVERED;
    if (!pickedUp && !trip.isOver()) {
      return Optional.empty();
    }
    List<Outcome> outcomes = outcomes(trip, event.millis());
    trip.samples = new Samples();
    boolean endWasSeen = pickedUp || (delivered && carried);

    return endWasSeen && !event.synthetic() && !outcomes.isEmpty()
        ? Optional.of(new Lesson(event.market(), outcomes))
        : Optional.empty();
  }

  private static List<Outcome> outcomes(Trip trip, long endMillis) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Sample sample : trip.samples.all()) {
      double seconds = millis(trip, sample, endMillis) / 1000.0;
      if (seconds > 0 && seconds <= MAX_LESSON_SECONDS) {
        outcomes.add(new Outcome(sample.leg(), seconds));
      }
    }

    return outcomes;
  }

  /** How long the leg took that had been open then; nothing where its ends were not seen. */
  private static long millis(Trip trip, Sample sample, long endMillis) {
    Leg leg = sample.leg();
    boolean arrived = trip.arrivedAt != Trip.NEVER;
    if (WaitRule.isAhead(leg)) {
      return arrived ? endMillis - trip.arrivedAt : 0;
    }
    boolean endsAtRestaurant = leg.stage() == Stage.TO_RESTAURANT && leg.hasDistance() && arrived;

    return (endsAtRestaurant ? trip.arrivedAt : endMillis) - sample.millis();
  }

  private void keepSamplesOfPreparation(Trip trip) {
    Samples kept = new Samples();
    for (Sample sample : trip.samples.all()) {
      if (sample.leg().stage() == Stage.PREPARATION) {
        kept.add(sample, buffer);
      }
    }
    trip.samples = kept;
  }

  private static boolean isWorthSampling(Trip trip, long millis) {
    return trip.samples.count() == 0 || millis - trip.samples.newestMillis() >= SAMPLE_EVERY_MILLIS;
  }

  /**
   * The leg that has begun, and the wait behind it, which begins at a moment that will be known.
   */
  private void sample(Trip trip, long millis, List<Leg> legs) {
    for (int i = 0; i < legs.size() && trip.samples.count() < MAX_SAMPLES; i++) {
      if (i == 0 || WaitRule.isAhead(legs.get(i))) {
        trip.samples.add(new Sample(millis, legs.get(i)), buffer);
      }
    }
  }

  private Moment moment(
      Trip trip, OrderKey order, long millis, Optional<Fix> fix, Outlook outlook) {
    Journey journey = record(trip, millis) ? CourseRule.journey(trip, fix) : null;

    return moment(trip, order, millis, fix, outlook, journey);
  }

  private Moment moment(
      Trip trip, OrderKey order, long millis, Optional<Fix> fix, Outlook outlook, Journey journey) {
    return new Moment(
        order.market(),
        order.orderId(),
        trip.version,
        trip.state,
        trip.dasherId,
        millis,
        trip.stage,
        outlook.legs(),
        outlook.speed().map(Traffic.Speed::basis).orElse(null),
        outlook.meters(),
        new Places(fix.map(Fix::position).orElse(null), trip.pickup, trip.dropoff),
        fix.map(Fix::millis).orElse(trip.stateSince),
        causes.at(trip, millis, outlook),
        journey);
  }

  /** Whether this moment's prediction goes to the stream; remembers it if so. */
  private boolean record(Trip trip, long millis) {
    boolean due = !trip.isOver() && isDue(trip, millis);
    if (due) {
      trip.lastRecorded = millis;
      trip.lastRecordedStage = trip.stage;
    }

    return due;
  }

  private boolean isDue(Trip trip, long millis) {
    return trip.stage != trip.lastRecordedStage || millis - trip.lastRecorded >= recordEveryMillis;
  }
}

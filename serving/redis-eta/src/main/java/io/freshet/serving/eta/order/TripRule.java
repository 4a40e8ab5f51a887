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
 * Follows an order from step to step and from ping to ping: says when a prediction is due and on
 * what it may rest, and turns a stage that is over into a lesson. Nothing in a moment comes from
 * after it. Not thread-safe.
 */
public final class TripRule {
  /** Pings closer together teach the same thing twice. */
  private static final long SAMPLE_EVERY_MILLIS = 30_000;

  /** An hour of samples; a stage that lasts longer is not typical of anything. */
  private static final int MAX_SAMPLES = 120;

  private static final double MAX_LESSON_SECONDS = 3 * 3600;

  private final OutlookRule outlooks;
  private final long recordEveryMillis;
  private final ByteWriter buffer = new ByteWriter();

  public TripRule(Cells cells, Duration recordEvery) {
    this.outlooks = new OutlookRule(cells);
    this.recordEveryMillis = recordEvery.toMillis();
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
            : Optional.empty();
    OrderKey key = new OrderKey(event.market(), event.orderId());
    Moment moment = moment(trip, key, event.millis(), fix, traffic);
    if (!event.synthetic()) {
      moment.legs().stream().findFirst().ifPresent(leg -> sample(trip, event.millis(), leg));
    }

    return new Progress(Optional.of(moment), lesson);
  }

  /** Takes a position of the order's dasher; one of somebody else's or from before is left out. */
  public Optional<Moment> sight(Trip trip, Sighting sighting, Traffic traffic) {
    Fix fix = sighting.fix();
    boolean ours = trip.dasherId != null && trip.dasherId == sighting.dasherId();
    if (trip.isOver() || !ours || fix.millis() <= trip.lastSeen || fix.millis() < trip.stateSince) {
      return Optional.empty();
    }
    trip.lastSeen = fix.millis();
    OrderKey key = new OrderKey(sighting.market(), sighting.orderId());
    Moment moment = moment(trip, key, fix.millis(), Optional.of(fix), traffic);
    if (isWorthSampling(trip, fix.millis())) {
      sample(trip, fix.millis(), moment.legs().get(0));
    }

    return Optional.of(moment);
  }

  private void apply(Trip trip, OrderEvent event) {
    boolean reassigned =
        trip.dasherId != null
            && event.dasherId() != null
            && !event.dasherId().equals(trip.dasherId);
    trip.version = event.orderVersion();
    trip.state = event.state();
    trip.stateSince = event.millis();
    trip.dasherId = event.dasherId() != null ? event.dasherId() : trip.dasherId;
    trip.pickup = event.pickup() != null ? event.pickup() : trip.pickup;
    trip.dropoff = event.dropoff() != null ? event.dropoff() : trip.dropoff;
    trip.pickupCell = Trip.UNKNOWN_CELL;
    trip.dropoffCell = Trip.UNKNOWN_CELL;
    if (reassigned) {
      // Where somebody else was says nothing about how long the new one takes.
      keepSamplesBefore(trip, Stage.TO_RESTAURANT);
    }
    Stage stage = stage(trip);
    if (stage != trip.stage || reassigned) {
      trip.stage = stage;
      trip.stageSince = event.millis();
    }
  }

  private static Stage stage(Trip trip) {
    if (trip.state == OrderState.CANCELLED && trip.stage != null) {
      return trip.stage;
    }
    if (trip.state == OrderState.PICKED_UP || trip.state == OrderState.DELIVERED) {
      return Stage.TO_CUSTOMER;
    }

    return trip.dasherId == null ? Stage.PREPARATION : Stage.TO_RESTAURANT;
  }

  /**
   * Waiting and the way to the restaurant end at the pick-up, the way to the customer at the door.
   */
  private static Optional<Lesson> lesson(Trip trip, OrderEvent event, Stage before) {
    boolean carried = before == Stage.TO_CUSTOMER;
    boolean pickedUp = event.state() == OrderState.PICKED_UP && !carried;
    boolean delivered = event.state() == OrderState.DELIVERED;
    if (!pickedUp && !trip.isOver()) {
      return Optional.empty();
    }
    List<Outcome> outcomes = outcomes(trip.samples.all(), event.millis());
    trip.samples = new Samples();
    boolean endWasSeen = pickedUp || (delivered && carried);

    return endWasSeen && !event.synthetic() && !outcomes.isEmpty()
        ? Optional.of(new Lesson(event.market(), outcomes))
        : Optional.empty();
  }

  private static List<Outcome> outcomes(List<Sample> samples, long endMillis) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Sample sample : samples) {
      double seconds = (endMillis - sample.millis()) / 1000.0;
      if (seconds > 0 && seconds <= MAX_LESSON_SECONDS) {
        outcomes.add(new Outcome(sample.leg(), seconds));
      }
    }

    return outcomes;
  }

  private void keepSamplesBefore(Trip trip, Stage stage) {
    Samples kept = new Samples();
    for (Sample sample : trip.samples.all()) {
      if (sample.leg().stage().compareTo(stage) < 0) {
        kept.add(sample, buffer);
      }
    }
    trip.samples = kept;
  }

  private static boolean isWorthSampling(Trip trip, long millis) {
    return trip.samples.count() == 0 || millis - trip.samples.newestMillis() >= SAMPLE_EVERY_MILLIS;
  }

  private void sample(Trip trip, long millis, Leg leg) {
    if (trip.samples.count() < MAX_SAMPLES) {
      trip.samples.add(new Sample(millis, leg), buffer);
    }
  }

  private Moment moment(
      Trip trip, OrderKey order, long millis, Optional<Fix> fix, Traffic traffic) {
    Outlook outlook = outlooks.at(trip, millis, fix, traffic);

    return new Moment(
        order.market(),
        order.orderId(),
        trip.version,
        trip.state,
        trip.dasherId,
        millis,
        trip.stage,
        outlook.legs(),
        outlook.basis().orElse(null),
        outlook.meters(),
        fix.map(Fix::position).orElse(null),
        record(trip, millis));
  }

  /** Whether this moment's prediction goes to the stream; remembers it if so. */
  private boolean record(Trip trip, long millis) {
    boolean due =
        !trip.isOver()
            && (trip.stage != trip.lastRecordedStage
                || millis - trip.lastRecorded >= recordEveryMillis);
    if (due) {
      trip.lastRecorded = millis;
      trip.lastRecordedStage = trip.stage;
    }

    return due;
  }
}

package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.order.TripRule;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.Optional;

/**
 * How an order stands by what is known of it, as the job's own rule has it. Not thread-safe.
 *
 * <p>Of an order that is over that is what the job has shown, and so it is of an active one whose
 * newest moment was told as a prediction. Else it is a guess: the ETA is that of the newest
 * prediction, or of medians that nothing was learned for. A guess is dated a millisecond before its
 * moment, so that what the job says of that moment replaces it.
 */
final class OrderRule {
  private static final Traffic NOTHING_KNOWN = cell -> Optional.empty();

  /** What is recorded when is not asked here. */
  private static final Duration RECORD_EVERY = Duration.ofMinutes(1);

  private final TripRule trips = new TripRule(new Cells(), RECORD_EVERY);
  private final Calibration untaught = new Calibration();

  /**
   * @param fix where its dasher was last, if anybody knows
   */
  EtaUpdate stand(KnownOrder order, Optional<Fix> fix) {
    OrderEvent step = order.step();
    Trip trip = new Trip();
    Moment stepped = trips.step(trip, step, NOTHING_KNOWN).moment().orElseThrow();
    if (order.isOver()) {
      return new EtaUpdate(stepped, 0);
    }
    Moment newest =
        fix.filter(seen -> step.dasherId() != null)
            .map(seen -> new Sighting(step.market(), step.orderId(), step.dasherId(), seen))
            .flatMap(sighting -> trips.sight(trip, sighting, NOTHING_KNOWN))
            .orElse(stepped);

    return order
        .prediction()
        .map(told -> withTold(newest, told))
        .orElseGet(() -> update(newest, newest.millis() - 1, newest.basis(), medianMillis(newest)));
  }

  private static EtaUpdate withTold(Moment newest, Prediction told) {
    boolean ofItsVersion = told.orderVersion() == newest.orderVersion();
    boolean ofItsMoment = ofItsVersion && told.millis() == newest.millis();
    long millis = ofItsVersion ? Math.max(told.millis(), newest.millis()) : newest.millis();

    return update(
        newest, ofItsMoment ? millis : millis - 1, told.basis().orElse(null), told.arrivalMillis());
  }

  /** The arrival by what nothing was learned for. */
  private long medianMillis(Moment moment) {
    double seconds = 0;
    for (Leg leg : moment.legs()) {
      seconds += untaught.medianSeconds(leg);
    }

    return moment.millis() + Math.round(1000 * seconds);
  }

  private static EtaUpdate update(
      Moment moment, long millis, Traffic.Basis basis, long arrivalMillis) {
    Moment dated =
        new Moment(
            moment.market(),
            moment.orderId(),
            moment.orderVersion(),
            moment.state(),
            moment.dasherId(),
            millis,
            moment.stage(),
            moment.legs(),
            basis,
            moment.meters(),
            moment.position(),
            moment.recorded());

    return new EtaUpdate(dated, (int) Math.max(0, Math.round((arrivalMillis - millis) / 1000.0)));
  }
}

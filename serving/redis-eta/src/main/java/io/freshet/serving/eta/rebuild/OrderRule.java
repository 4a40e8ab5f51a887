package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.ForecastRule;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.order.TripRule;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.promise.Promise;
import io.freshet.serving.eta.promise.PromiseRule;
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

  /** What is recorded when, and whose phone is silent, is not asked here. */
  private static final Duration RECORD_EVERY = Duration.ofMinutes(1);

  private static final Duration SILENT_AFTER = Duration.ofMinutes(3);

  private final TripRule trips = new TripRule(new Cells(), RECORD_EVERY, SILENT_AFTER);
  private final PromiseRule promises = new PromiseRule();
  private final Calibration untaught = new Calibration();

  /**
   * @param fix where its dasher was last, if anybody knows
   */
  EtaUpdate stand(KnownOrder order, Optional<Fix> fix) {
    OrderEvent step = order.step();
    Trip trip = new Trip();
    Moment stepped = trips.step(trip, step, NOTHING_KNOWN).moment().orElseThrow();
    if (order.isOver()) {
      return promises.tell(new Promise(), ForecastRule.of(stepped, untaught));
    }
    Moment newest =
        fix.filter(seen -> step.dasherId() != null)
            .map(seen -> new Sighting(step.market(), step.orderId(), step.dasherId(), seen))
            .flatMap(sighting -> trips.sight(trip, sighting, NOTHING_KNOWN))
            .orElse(stepped);

    return order.prediction().map(told -> withTold(newest, told)).orElseGet(() -> guess(newest));
  }

  private static EtaUpdate withTold(Moment newest, Prediction told) {
    boolean ofItsVersion = told.orderVersion() == newest.orderVersion();
    boolean ofItsMoment = ofItsVersion && told.millis() == newest.millis();
    long millis = ofItsVersion ? Math.max(told.millis(), newest.millis()) : newest.millis();

    return new EtaUpdate(
        dated(newest, ofItsMoment ? millis : millis - 1, told.basis().orElse(null)),
        told.arrivalMillis(),
        told.latestMillis(),
        told.reason(),
        null,
        null);
  }

  /** By what nothing was learned for. */
  private EtaUpdate guess(Moment newest) {
    EtaUpdate told = promises.tell(new Promise(), ForecastRule.of(newest, untaught));

    return new EtaUpdate(
        dated(newest, newest.millis() - 1, newest.basis()),
        told.predictedMillis(),
        told.latestMillis(),
        told.reason(),
        null,
        null);
  }

  private static Moment dated(Moment moment, long millis, Traffic.Basis basis) {
    return new Moment(
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
        moment.places(),
        moment.knownAt(),
        moment.cause(),
        null);
  }
}

package io.freshet.serving.eta.promise;

import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.prediction.Reason;

/**
 * Turns forecasts into what a customer is told, who must be able to rely on it. Times are rounded,
 * and stay as they are while a forecast only wavers. An arrival that comes nearer is told at once.
 * One that recedes is followed by a second in a second at most, so that the time that is left
 * stands still but never grows, unless something certain holds the order up; what it is, is told.
 * The latest arrival is told as it is forecast, or nine of ten would not hold; where it recedes by
 * as much as asks for a reason, one is told as well.
 */
public final class PromiseRule {
  /** A finer time would pretend to know more than anybody does. */
  private static final long GRID_MILLIS = 30_000;

  /** Half a step of the grid and a little more: times on the border don't flap. */
  private static final long NOISE_MILLIS = 20_000;

  /** By how much later than the best that was told asks for a reason. */
  private static final long WORTH_A_REASON_MILLIS = 180_000;

  /** What is told of the moment's order from now on. */
  public EtaUpdate tell(Promise promise, Forecast forecast) {
    Moment moment = forecast.moment();
    if (moment.state().isFinal()) {
      return new EtaUpdate(
          moment,
          moment.millis(),
          moment.millis(),
          Reason.ON_TIME,
          forecast.model(),
          forecast.features());
    }
    long now = moment.millis();
    long arrival = now + Math.round(1000 * forecast.seconds());
    long latest = now + Math.round(1000 * forecast.lateSeconds());
    promise.followed =
        promise.isNew() ? arrival : Math.min(arrival, highest(promise, now, moment.cause()));
    promise.predicted = told(promise.predicted, promise.followed, promise);
    promise.latest =
        Math.max(told(promise.latest, latest, promise), promise.predicted + GRID_MILLIS);
    promise.best = promise.isNew() ? promise.predicted : Math.min(promise.best, promise.predicted);
    promise.bestLatest =
        promise.isNew() ? promise.latest : Math.min(promise.bestLatest, promise.latest);
    promise.at = Math.max(promise.at, now);

    return new EtaUpdate(
        moment,
        promise.predicted,
        promise.latest,
        reason(promise, moment),
        forecast.model(),
        forecast.features());
  }

  /** The highest arrival that may be told now. */
  private static long highest(Promise promise, long now, Reason cause) {
    boolean certain = cause != Reason.ON_TIME && cause != Reason.NO_SIGNAL;

    return certain ? Long.MAX_VALUE : promise.followed + Math.max(0, now - promise.at);
  }

  private static long told(long before, long millis, Promise promise) {
    boolean wavers = !promise.isNew() && Math.abs(millis - before) < NOISE_MILLIS;

    return wavers ? before : Math.floorDiv(millis + GRID_MILLIS / 2, GRID_MILLIS) * GRID_MILLIS;
  }

  /** The one of the last rise stays as long as the order is late. */
  private static Reason reason(Promise promise, Moment moment) {
    if (promise.predicted - promise.best < WORTH_A_REASON_MILLIS
        && promise.latest - promise.bestLatest < WORTH_A_REASON_MILLIS) {
      promise.reason = Reason.ON_TIME;
    } else if (moment.cause() != Reason.ON_TIME && moment.cause() != Reason.NO_SIGNAL) {
      promise.reason = moment.cause();
    } else if (promise.reason == Reason.ON_TIME) {
      promise.reason = Reason.DELAYED;
    }

    return moment.cause() == Reason.NO_SIGNAL ? Reason.NO_SIGNAL : promise.reason;
  }
}

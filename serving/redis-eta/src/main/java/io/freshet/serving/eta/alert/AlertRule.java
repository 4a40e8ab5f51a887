package io.freshet.serving.eta.alert;

import io.freshet.serving.eta.alert.AlertChange.Change;
import io.freshet.serving.eta.supply.MarketSupply;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * When an alert of a market begins and ends, minute by minute. It begins after so many minutes on
 * end past the threshold and ends after so many back at the other one, so that it says each once.
 */
final class AlertRule {
  private AlertRule() {}

  /** The next minute has come. */
  static Optional<AlertChange> judge(
      Alert alert, AlertWatch watch, MarketSupply supply, Threshold threshold) {
    BigDecimal seen = alert.seen(supply.figures());
    boolean past = watch.on ? threshold.isBack(alert, seen) : threshold.isPast(alert, seen);
    watch.past = past ? watch.past + 1 : 0;
    if (watch.past < (watch.on ? threshold.calmMinutes() : threshold.minutes())) {
      return Optional.empty();
    }
    if (watch.on) {
      return Optional.of(end(alert, watch, supply, threshold));
    }
    watch.on = true;
    watch.past = 0;
    watch.beganAt = supply.millis();
    watch.threshold = threshold.begins();

    return Optional.of(
        new AlertChange(
            alert,
            Change.BEGAN,
            watch.beganAt,
            seen,
            threshold.begins(),
            threshold.minutes(),
            supply));
  }

  /** The next minute has come, and nobody sets a threshold any more. */
  static Optional<AlertChange> drop(Alert alert, AlertWatch watch, MarketSupply supply) {
    watch.past = 0;

    return watch.on
        ? Optional.of(
            end(alert, watch, supply, new Threshold(watch.threshold, watch.threshold, 1, 1)))
        : Optional.empty();
  }

  private static AlertChange end(
      Alert alert, AlertWatch watch, MarketSupply supply, Threshold threshold) {
    watch.on = false;
    watch.past = 0;
    watch.threshold = null;

    return new AlertChange(
        alert,
        Change.ENDED,
        watch.beganAt,
        alert.seen(supply.figures()),
        threshold.ends(),
        threshold.calmMinutes(),
        supply);
  }
}

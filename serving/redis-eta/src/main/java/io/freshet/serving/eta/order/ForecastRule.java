package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Stage;
import java.util.List;

/** Says how long an order takes, from the legs that are left and what its market has taught. */
public final class ForecastRule {
  /** What is overdue is due at any moment, but never this very one. */
  private static final double LEAST_SECONDS = 30;

  private ForecastRule() {}

  /**
   * Medians are added up, and by how much each leg may be late as if the legs knew nothing of each
   * other. A way or a preparation counts from when its place or state was seen, which may be a
   * while ago: half of such orders went on meanwhile, but one of ten has not moved since. So the
   * longer nothing is heard, the wider the window. A wait counts from now on.
   */
  public static Forecast of(Moment moment, Calibration calibration) {
    List<Leg> legs = moment.legs();
    if (legs.isEmpty()) {
      return Forecast.calibrated(moment, 0, 0);
    }
    double first = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < legs.size(); i++) {
      double median = calibration.medianSeconds(legs.get(i));
      double late = calibration.lateSeconds(legs.get(i), median) - median;
      first = i == 0 ? median : first;
      sum += median;
      squares += late * late;
    }
    long counts = legs.get(0).stage() == Stage.WAIT ? moment.millis() : moment.knownAt();
    double age = Math.max(0, moment.millis() - counts) / 1000.0;
    double gone = Math.min(age, Math.max(0, first - LEAST_SECONDS));

    return Forecast.calibrated(moment, sum - gone, sum + Math.sqrt(squares));
  }
}

package io.freshet.serving.eta.model;

import io.freshet.serving.eta.order.EtaFeatures;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Corrects forecasts by a model, where one serves. It is asked at moments that are recorded, for
 * asking it at every ping would cost more than all else that a ping costs. Until the next of them
 * its correction holds as a factor while the calibration says the same, and its arrival holds where
 * the calibration has learnt something new: the model has made up for what was not known before,
 * such as where the dasher is, and a factor would make up for it again. Not thread-safe.
 */
final class ModelRule implements AutoCloseable {
  /** Orders under way in one task; one that is left out is only forecast as without a model. */
  private static final int MAX_ORDERS = 100_000;

  /** A forecast of a second or two says nothing about a factor. */
  private static final double LEAST_SECONDS = 10;

  private static final double MILLIS = 1000;
  private static final double MAX_FACTOR = 5;

  /** What moves an arrival by more is news: as fine as customers are told the time. */
  private static final double NEWS_SECONDS = 30;

  private final Map<OrderKey, Correction> corrections =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OrderKey, Correction> eldest) {
          return size() > MAX_ORDERS;
        }
      };

  private EtaModel model;
  private long failures;

  /**
   * What a model made of a calibration's forecast.
   *
   * @param millis when
   * @param seconds that the calibration said; and so {@code lateSeconds}
   */
  private record Correction(
      long millis, double seconds, double lateSeconds, EtaModel.Prediction predicted) {

    static Correction of(EtaModel.Prediction predicted, Forecast calibrated) {
      return new Correction(
          calibrated.moment().millis(), calibrated.seconds(), calibrated.lateSeconds(), predicted);
    }

    /** What the model would say by now. */
    Forecast of(Forecast now, String version) {
      double passed = Math.max(0, now.moment().millis() - millis) / MILLIS;
      double news = now.seconds() - (seconds - passed);
      if (Math.abs(news) > NEWS_SECONDS) {
        return now.by(
            version,
            Math.max(LEAST_SECONDS, predicted.seconds() - passed),
            Math.max(LEAST_SECONDS, predicted.lateSeconds() - passed));
      }

      return now.by(
          version,
          factor(predicted.seconds(), seconds) * now.seconds(),
          factor(predicted.lateSeconds(), lateSeconds) * now.lateSeconds());
    }

    private static double factor(double predicted, double calibrated) {
      double factor = Math.max(LEAST_SECONDS, predicted) / Math.max(LEAST_SECONDS, calibrated);

      return Math.max(1 / MAX_FACTOR, Math.min(MAX_FACTOR, factor));
    }
  }

  /** From now on that model serves; the calibration alone when there is none. */
  void serve(Optional<EtaModel> next) {
    close();
    model = next.orElse(null);
  }

  /** How often the model failed and the calibration stood in. */
  long failures() {
    return failures;
  }

  /** The forecast with its features if it is recorded, by the model if one serves there. */
  Forecast of(Forecast calibrated) {
    Moment moment = calibrated.moment();
    if (moment.legs().isEmpty()) {
      if (model != null) {
        corrections.remove(key(moment));
      }
      return calibrated;
    }
    boolean isServed = model != null && model.serves(moment.market());
    if (moment.journey() == null) {
      return isServed ? asBefore(calibrated) : calibrated;
    }
    List<Float> features = EtaFeatures.of(calibrated);
    Forecast described = calibrated.restingOn(features);

    return isServed ? predicted(described, features) : described;
  }

  @Override
  public void close() {
    corrections.clear();
    if (model != null) {
      model.close();
      model = null;
    }
  }

  private Forecast predicted(Forecast calibrated, List<Float> features) {
    OrderKey key = key(calibrated.moment());
    Optional<EtaModel.Prediction> prediction = ask(features);
    if (prediction.isEmpty()) {
      corrections.remove(key);
      return calibrated;
    }
    corrections.put(key, Correction.of(prediction.get(), calibrated));

    return calibrated.by(
        model.version(), prediction.get().seconds(), prediction.get().lateSeconds());
  }

  private Optional<EtaModel.Prediction> ask(List<Float> features) {
    try {
      EtaModel.Prediction prediction = model.predict(features);
      if (prediction.isSound()) {
        return Optional.of(prediction);
      }
    } catch (ModelException e) {
      // As one that predicts no number: the forecast that there is anyway is the answer.
    }
    failures++;

    return Optional.empty();
  }

  private Forecast asBefore(Forecast calibrated) {
    Correction known = corrections.get(key(calibrated.moment()));

    return known == null ? calibrated : known.of(calibrated, model.version());
  }

  private static OrderKey key(Moment moment) {
    return new OrderKey(moment.market(), moment.orderId());
  }
}

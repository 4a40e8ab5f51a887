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
 * Corrects forecasts by a model, where one serves. It is asked at moments that are recorded; until
 * the next of them its correction holds as a factor, for asking it at every ping would cost more
 * than all else that a ping costs. Not thread-safe.
 */
final class ModelRule implements AutoCloseable {
  /** Orders under way in one task; one that is left out is only forecast as without a model. */
  private static final int MAX_ORDERS = 100_000;

  /** A forecast of a second or two says nothing about a factor. */
  private static final double LEAST_SECONDS = 10;

  private static final double MAX_FACTOR = 5;

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

  /** By which a model's prediction differed from the calibration's. */
  private record Correction(double factor, double lateFactor) {
    static Correction of(EtaModel.Prediction prediction, Forecast calibrated) {
      return new Correction(
          factor(prediction.seconds(), calibrated.seconds()),
          factor(prediction.lateSeconds(), calibrated.lateSeconds()));
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

  /** The forecast with its features if it is recorded, by the model if one serves. */
  Forecast of(Forecast calibrated) {
    Moment moment = calibrated.moment();
    if (moment.legs().isEmpty()) {
      if (model != null) {
        corrections.remove(key(moment));
      }
      return calibrated;
    }
    if (moment.journey() == null) {
      return model == null ? calibrated : asBefore(calibrated);
    }
    List<Float> features = EtaFeatures.of(calibrated);
    Forecast described = calibrated.restingOn(features);

    return model == null ? described : predicted(described, features);
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

    return known == null
        ? calibrated
        : calibrated.by(
            model.version(),
            known.factor() * calibrated.seconds(),
            known.lateFactor() * calibrated.lateSeconds());
  }

  private static OrderKey key(Moment moment) {
    return new OrderKey(moment.market(), moment.orderId());
  }
}

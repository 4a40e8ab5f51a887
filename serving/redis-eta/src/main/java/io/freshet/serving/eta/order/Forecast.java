package io.freshet.serving.eta.order;

import java.util.List;

/**
 * How long it takes from a moment of an order until the customer has it, as far as can be known.
 *
 * @param seconds that half of such orders don't exceed; 0 when the order is over
 * @param lateSeconds that nine of ten don't exceed; never less
 * @param model whose prediction it is; null where calibration alone has made it
 * @param features what a model may rest on; null where the prediction does not go to its stream
 */
public record Forecast(
    Moment moment, double seconds, double lateSeconds, String model, List<Float> features) {

  public static Forecast calibrated(Moment moment, double seconds, double lateSeconds) {
    return new Forecast(moment, seconds, lateSeconds, null, null);
  }

  public Forecast restingOn(List<Float> newFeatures) {
    return new Forecast(moment, seconds, lateSeconds, model, newFeatures);
  }

  public Forecast by(String newModel, double newSeconds, double newLateSeconds) {
    return new Forecast(
        moment, newSeconds, Math.max(newSeconds, newLateSeconds), newModel, features);
  }
}

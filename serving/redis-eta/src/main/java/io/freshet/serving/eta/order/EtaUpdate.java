package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Reason;
import java.util.List;

/**
 * An order's moment with what its customer is told about its arrival.
 *
 * @param predictedMillis when it arrives; it is as likely to be there before as after
 * @param latestMillis by when it is there in nine of ten cases
 * @param reason why that is later than what was told before
 * @param model whose prediction it is; null where calibration alone has made it
 * @param features what a model may rest on; null where the prediction does not go to its stream
 */
public record EtaUpdate(
    Moment moment,
    long predictedMillis,
    long latestMillis,
    Reason reason,
    String model,
    List<Float> features) {

  /** Until the customer has it; 0 when the order is over. */
  public int remainingSeconds() {
    return (int) Math.max(0, Math.round((predictedMillis - moment.millis()) / 1000.0));
  }

  /** What the first leg on the road rests on: a part's rolling speed, or medians alone. */
  public String basis() {
    return moment.basis() == null ? "median" : moment.basis().code();
  }
}

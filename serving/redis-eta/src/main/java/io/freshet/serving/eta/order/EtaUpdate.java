package io.freshet.serving.eta.order;

/**
 * An order's moment with its ETA.
 *
 * @param remainingSeconds until the customer has it; 0 when the order is over
 */
public record EtaUpdate(Moment moment, int remainingSeconds) {
  public long predictedArrivalMillis() {
    return moment.millis() + remainingSeconds * 1000L;
  }

  /** What the first leg on the road rests on: a part's rolling speed, or medians alone. */
  public String basis() {
    return moment.basis() == null ? "median" : moment.basis().code();
  }
}

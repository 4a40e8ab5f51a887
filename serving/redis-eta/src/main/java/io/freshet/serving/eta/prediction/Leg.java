package io.freshet.serving.eta.prediction;

/**
 * What is known about the rest of a stage at one moment; all that a prediction of its duration may
 * use.
 *
 * @param step how far the order's state machine is, for waits; 0 on the road
 * @param meters straight-line distance that is left; negative when nobody knows it
 * @param speed rolling speed at the place, meters per second
 * @param settingOut whether the stage begins just now, so that its stop is still to come
 * @param from cell of the place; 0 when it is unknown
 * @param to cell of the goal; 0 when it is unknown
 */
public record Leg(
    Stage stage, int step, double meters, double speed, boolean settingOut, long from, long to) {

  /** A leg of which only the stage and the step are known. */
  public static Leg unknown(Stage stage, int step, long from) {
    return new Leg(stage, step, -1, 0, true, from, 0);
  }

  public boolean hasDistance() {
    return meters >= 0;
  }
}

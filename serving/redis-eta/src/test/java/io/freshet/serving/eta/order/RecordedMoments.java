package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Position;
import java.util.List;

/** Forecasts of the calibration for one order that is carried, 2 km from its customer. */
public final class RecordedMoments {
  static final Position HERE = new Position(37.75, -122.43);
  static final Position GOAL = new Position(37.765, -122.42);

  /** Wednesday the 2nd of March 2016, 20:00 UTC. */
  static final long MILLIS = 1_456_948_800_000L;

  private static final Leg LEG = new Leg(Stage.TO_CUSTOMER, 0, 1_890, 6.5, false, 1, 2);
  private static final Journey JOURNEY =
      new Journey(
          HERE,
          GOAL,
          MILLIS - 90_000,
          MILLIS - 12_000,
          new Journey.Course(2_500, 700, 9, 7, -1.5f));

  private RecordedMoments() {}

  public static Forecast recorded(long orderId, double seconds) {
    return forecast(orderId, List.of(LEG), JOURNEY, seconds);
  }

  /** Of a ping between two that are recorded. */
  public static Forecast between(long orderId, double seconds) {
    return between(orderId, seconds, 0);
  }

  /** The same so many seconds after what is recorded. */
  public static Forecast between(long orderId, double seconds, int later) {
    return forecast(orderId, List.of(LEG), null, seconds, MILLIS + 1000L * later);
  }

  public static Forecast over(long orderId) {
    return forecast(orderId, List.of(), null, 0);
  }

  /** With nothing known but that there is an order. */
  public static Forecast ofAnOrderNobodyHas() {
    Journey journey = new Journey(null, null, MILLIS, 0, Journey.Course.NONE);

    return forecast(7, List.of(Leg.unknown(Stage.PREPARATION, 0, 0)), journey, 1_500);
  }

  private static Forecast forecast(long orderId, List<Leg> legs, Journey journey, double seconds) {
    return forecast(orderId, legs, journey, seconds, MILLIS);
  }

  private static Forecast forecast(
      long orderId, List<Leg> legs, Journey journey, double seconds, long millis) {
    Stage stage = legs.isEmpty() ? Stage.TO_CUSTOMER : legs.get(0).stage();
    Moment moment =
        new Moment(
            "boston",
            orderId,
            3,
            legs.isEmpty() ? OrderState.DELIVERED : OrderState.PICKED_UP,
            5L,
            millis,
            stage,
            legs,
            null,
            legs.isEmpty() || !legs.get(0).hasDistance() ? -1 : legs.get(0).meters(),
            new Places(journey == null ? null : journey.here(), null, null),
            MILLIS - 4_000,
            Reason.ON_TIME,
            journey);

    return Forecast.calibrated(moment, seconds, 1.5 * seconds);
  }
}

package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.travel.Position;
import java.util.Arrays;
import java.util.List;

/**
 * What a model may know of an order at a moment, as numbers in a fixed order. They are computed
 * here and nowhere else: what a model is trained on was recorded with the prediction that it was
 * computed for. What is not known is -1, and 0 for places.
 *
 * <p>A change of any of them is a new version, for which models are trained anew.
 */
public final class EtaFeatures {
  public static final int VERSION = 1;

  public static final List<String> NAMES =
      List.of(
          "stage",
          "state",
          "calibrated_seconds",
          "calibrated_late_seconds",
          "meters",
          "leg_meters",
          "rolling_speed",
          "setting_out",
          "east_meters",
          "north_meters",
          "latitude",
          "longitude",
          "goal_latitude",
          "goal_longitude",
          "hour_of_day",
          "day_of_week",
          "stage_seconds",
          "unheard_seconds",
          "stood_seconds",
          "start_meters",
          "travelled_meters",
          "speed",
          "pace",
          "approach");

  private static final Position NOWHERE = new Position(0, 0);
  private static final double DEGREES_PER_HOUR = 15;
  private static final double HOUR_MILLIS = 3_600_000;
  private static final long DAY_HOURS = 24;
  private static final int WEEK_DAYS = 7;

  /** The first day since the epoch was a Thursday; 0 is Monday. */
  private static final int FIRST_DAY = 3;

  private EtaFeatures() {}

  /**
   * Those of a moment that is recorded.
   *
   * @param calibrated what the calibration forecasts; its moment has legs and a journey
   */
  public static List<Float> of(Forecast calibrated) {
    Moment moment = calibrated.moment();
    Journey journey = moment.journey();
    Leg leg = moment.legs().get(0);
    Position here = journey.here() == null ? NOWHERE : journey.here();
    Position goal = journey.goal() == null ? NOWHERE : journey.goal();
    boolean placed = journey.here() != null && journey.goal() != null;
    double hours = solarHours(moment.millis(), here);
    double[] values = {
      moment.stage().ordinal(),
      moment.state().ordinal(),
      calibrated.seconds(),
      calibrated.lateSeconds(),
      moment.meters() < 0 ? -1 : moment.meters(),
      leg.hasDistance() ? leg.meters() : -1,
      leg.hasDistance() ? leg.speed() : -1,
      leg.settingOut() ? 1 : 0,
      placed ? here.metersEastTo(goal) : 0,
      placed ? here.metersNorthTo(goal) : 0,
      here.latitude(),
      here.longitude(),
      goal.latitude(),
      goal.longitude(),
      hours % DAY_HOURS,
      Math.floorMod((long) Math.floor(hours / DAY_HOURS) + FIRST_DAY, WEEK_DAYS),
      seconds(journey.since(), moment.millis()),
      seconds(moment.knownAt(), moment.millis()),
      journey.stoodSince() == 0 ? -1 : seconds(journey.stoodSince(), moment.millis()),
      journey.course().startMeters(),
      journey.course().travelledMeters(),
      journey.course().speed(),
      journey.course().pace(),
      journey.course().approach()
    };

    return Arrays.stream(values).mapToObj(value -> (float) value).toList();
  }

  /** By the sun instead of a time zone, which a model would have to be told. */
  private static double solarHours(long millis, Position here) {
    return millis / HOUR_MILLIS + here.longitude() / DEGREES_PER_HOUR;
  }

  private static double seconds(long from, long to) {
    return Math.max(0, to - from) / 1000.0;
  }
}

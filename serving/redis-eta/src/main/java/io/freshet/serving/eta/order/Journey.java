package io.freshet.serving.eta.order;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Position;

/**
 * How a stage has gone until a moment, for whoever predicts from more than what lies ahead.
 *
 * @param here where the dasher is, else where the order waits; null when nobody knows
 * @param goal where the customer is; null when nobody knows
 * @param since event time at which the stage began
 * @param stoodSince event time since which the dasher stands where it is; 0 when unknown
 * @param course how the dasher went
 */
public record Journey(Position here, Position goal, long since, long stoodSince, Course course) {

  /**
   * How a dasher went in a stage. What is not known is negative.
   *
   * @param startMeters straight-line distance to the stage's goal when it began
   * @param travelledMeters from ping to ping
   * @param speed between the last two pings, meters per second
   * @param pace the same over the last minutes, the newer the more
   * @param approach by how much the goal came nearer between them, meters per second; may be
   *     negative
   */
  public record Course(
      float startMeters, float travelledMeters, float speed, float pace, float approach) {
    static final Course NONE = new Course(-1, 0, -1, -1, 0);

    /** Over how long a speed is remembered. */
    private static final double PACE_SECONDS = 150;

    /** The way that is left has become known. */
    Course from(double metersLeft) {
      return startMeters >= 0
          ? this
          : new Course((float) metersLeft, travelledMeters, speed, pace, approach);
    }

    /**
     * The dasher was seen further on.
     *
     * @param seconds since it was seen before; more than 0
     * @param nearer by how much the goal came nearer
     */
    Course on(double meters, double seconds, double nearer) {
      float newest = (float) (meters / seconds);
      double share = 1 - Math.exp(-seconds / PACE_SECONDS);
      float newPace = pace < 0 ? newest : (float) (pace + share * (newest - pace));

      return new Course(
          startMeters,
          travelledMeters + (float) meters,
          newest,
          newPace,
          (float) (nearer / seconds));
    }

    void write(ByteWriter out) {
      out.real(startMeters);
      out.real(travelledMeters);
      out.real(speed);
      out.real(pace);
      out.real(approach);
    }

    static Course read(ByteReader in) {
      return new Course(
          in.shortReal(), in.shortReal(), in.shortReal(), in.shortReal(), in.shortReal());
    }
  }

  /** One that may be null. */
  static void write(Journey journey, ByteWriter out) {
    out.flag(journey != null);
    if (journey != null) {
      PlaceBytes.write(journey.here, out);
      PlaceBytes.write(journey.goal, out);
      out.number(journey.since);
      out.number(journey.stoodSince);
      journey.course.write(out);
    }
  }

  static Journey read(ByteReader in) {
    return in.flag()
        ? new Journey(
            PlaceBytes.position(in),
            PlaceBytes.position(in),
            in.number(),
            in.number(),
            Course.read(in))
        : null;
  }
}

package io.freshet.serving.eta.order;

import io.freshet.serving.eta.order.Journey.Course;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.Optional;

/** Follows how a dasher goes in a stage, towards the restaurant or the customer. */
final class CourseRule {
  private CourseRule() {}

  /** A step was taken while the dasher was there. */
  static void step(Trip trip, Optional<Fix> fix) {
    Position goal = goal(trip);
    if (fix.isPresent() && goal != null) {
      trip.course = trip.course.from(fix.get().position().metersTo(goal));
    }
  }

  /**
   * The dasher was seen.
   *
   * @param before where it was until then; empty when nobody knew
   */
  static void see(Trip trip, Optional<Fix> before, Fix fix) {
    Position goal = goal(trip);
    if (goal == null) {
      return;
    }
    double left = fix.position().metersTo(goal);
    Course course = trip.course.from(left);
    double seconds = before.map(last -> (fix.millis() - last.millis()) / 1000.0).orElse(0.0);
    if (seconds > 0) {
      Position last = before.get().position();
      course = course.on(last.metersTo(fix.position()), seconds, last.metersTo(goal) - left);
    }
    trip.course = course;
  }

  static Journey journey(Trip trip, Optional<Fix> fix) {
    return new Journey(
        fix.map(Fix::position).orElse(trip.pickup),
        trip.dropoff,
        trip.stageSince,
        trip.stoodSince,
        trip.course);
  }

  private static Position goal(Trip trip) {
    return trip.stage == Stage.TO_CUSTOMER ? trip.dropoff : trip.pickup;
  }
}

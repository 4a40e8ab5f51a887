package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.order.Journey.Course;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A way of 2 km to the north, in steps of 111 m. */
class CourseRuleTest {
  private static final Position START = new Position(37.750, -122.4);
  private static final Position GOAL = new Position(37.768, -122.4);
  private static final double STEP_DEGREES = 0.001;
  private static final double STEP_METERS = 111.2;

  private final Trip trip = carried();

  @Test
  void knowsTheWayFromItsBegin() {
    CourseRule.step(trip, Optional.of(new Fix(0, START)));
    see(0, 0, 10, 5);

    assertThat(trip.course.startMeters()).isCloseTo((float) (18 * STEP_METERS), within(1f));
  }

  @Test
  void addsUpWhatWasTravelledEvenBackwards() {
    see(0, 0, 20, 2);
    see(20, 2, 40, 1);

    assertThat(trip.course.travelledMeters()).isCloseTo((float) (3 * STEP_METERS), within(1f));
    assertThat(trip.course.speed()).isCloseTo((float) (STEP_METERS / 20), within(0.01f));
    assertThat(trip.course.approach()).isCloseTo((float) (-STEP_METERS / 20), within(0.01f));
  }

  @Test
  void remembersAPaceForSomeMinutes() {
    see(0, 0, 20, 2);
    double quick = 2 * STEP_METERS / 20;
    see(20, 2, 40, 2);

    assertThat(trip.course.speed()).isZero();
    assertThat(trip.course.pace()).isBetween((float) (0.8 * quick), (float) (0.95 * quick));
    see(40, 2, 2_000, 2);
    assertThat(trip.course.pace()).isLessThan((float) (0.01 * quick));
  }

  @Test
  void saysNothingOfTheFirstTimeThatItIsSeen() {
    CourseRule.see(trip, Optional.empty(), fix(10, 3));

    assertThat(trip.course.speed()).isEqualTo(-1);
    assertThat(trip.course.startMeters()).isPositive();
  }

  @Test
  void beginsAnewWithTheStage() {
    see(0, 0, 20, 2);
    trip.enter(Stage.TO_CUSTOMER, 30_000);

    assertThat(trip.course).isEqualTo(Course.NONE);
  }

  @Test
  void knowsNothingWithoutAGoal() {
    trip.dropoff = null;
    see(0, 0, 20, 2);

    assertThat(trip.course).isEqualTo(Course.NONE);
  }

  private void see(long fromSeconds, int fromStep, long seconds, int step) {
    CourseRule.see(trip, Optional.of(fix(fromSeconds, fromStep)), fix(seconds, step));
  }

  private static Fix fix(long seconds, int step) {
    return new Fix(
        1000 * seconds, new Position(START.latitude() + step * STEP_DEGREES, START.longitude()));
  }

  private static Trip carried() {
    Trip trip = new Trip();
    trip.stage = Stage.TO_CUSTOMER;
    trip.pickup = START;
    trip.dropoff = GOAL;

    return trip;
  }
}

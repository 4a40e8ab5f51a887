package io.freshet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TripStepsTest {
  private static final long MIDNIGHT = 1_211_180_400;
  private static final long NOON = MIDNIGHT + 43_200;
  private static final GeoPoint HERE = GeoPoint.ofDegrees(37.75, -122.4);
  private static final GeoPoint THERE = GeoPoint.ofDegrees(37.76, -122.41);

  @Test
  void recordsPickupAndDropAndInventsTheRest() {
    List<OrderStep> steps = TripSteps.of(trip(NOON, NOON + 600), Optional.empty());

    assertThat(steps.stream().map(step -> step.state().code() + " " + seconds(step)))
        .containsExactly(
            "created -300",
            "confirmed -270",
            "preparing -240",
            "ready -120",
            "dasher_assigned -60",
            "picked_up 0",
            "delivered 600");
    assertThat(steps.stream().filter(step -> step.provenance() == Provenance.OBSERVED))
        .extracting(OrderStep::state)
        .containsExactly(OrderState.PICKED_UP, OrderState.DELIVERED);
    assertThat(steps).extracting(OrderStep::version).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void knowsWhereItGoesFromTheBeginning() {
    List<OrderStep> steps = TripSteps.of(trip(NOON, NOON + 600), Optional.empty());

    assertThat(steps).allMatch(step -> step.order().dropoff().equals(THERE));
    assertThat(steps.get(3).dasherId()).isEmpty();
    assertThat(steps.get(4).dasherId()).isEqualTo(OptionalLong.of(StableId.of("ab")));
  }

  @Test
  void assignsNoCabThatStillCarriesAnother() {
    List<OrderStep> steps =
        TripSteps.of(trip(NOON, NOON + 600), Optional.of(trip(NOON - 900, NOON - 7)));

    assertThat(seconds(steps.get(4))).isEqualTo(-7);
  }

  @Test
  void beginsOnTheDayOfThePickup() {
    List<OrderStep> steps = TripSteps.of(trip(MIDNIGHT + 27, MIDNIGHT + 600), Optional.empty());

    assertThat(steps)
        .allMatch(step -> step.eventMicros() >= MIDNIGHT * 1_000_000)
        .isSortedAccordingTo((a, b) -> Long.compare(a.eventMicros(), b.eventMicros()));
    assertThat(steps.get(0).eventMicros()).isEqualTo(MIDNIGHT * 1_000_000);
  }

  private static long seconds(OrderStep step) {
    return step.eventMicros() / 1_000_000 - NOON;
  }

  private static Trip trip(long pickup, long drop) {
    return new Trip(1, "ab", pickup, drop, HERE, THERE, true);
  }
}

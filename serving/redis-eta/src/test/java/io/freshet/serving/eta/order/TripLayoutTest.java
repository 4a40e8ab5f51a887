package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.StateBytes;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Position;
import org.junit.jupiter.api.Test;

class TripLayoutTest {
  private static final TripLayout LAYOUT = new TripLayout();

  @Test
  void restoresAnOrderOfWhichAllIsKnown() {
    Trip trip = known();

    assertThat(StateBytes.restored(trip, LAYOUT)).usingRecursiveComparison().isEqualTo(trip);
  }

  @Test
  void restoresAnOrderOfWhichNothingIsKnown() {
    assertThat(StateBytes.restored(new Trip(), LAYOUT))
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(new Trip());
  }

  @Test
  void copiesAllThatIsKnown() {
    Trip trip = known();
    trip.pickupCell = 23;
    trip.dropoffCell = 24;
    trip.toldAt = 30;
    trip.newestIsTold = true;
    trip.lookAt = 31;

    assertThat(LAYOUT.copy(trip)).isNotSameAs(trip).usingRecursiveComparison().isEqualTo(trip);
  }

  private static Trip known() {
    Trip trip = new Trip();
    trip.version = 3;
    trip.state = OrderState.READY;
    trip.stateSince = 4;
    trip.dasherId = 5L;
    trip.pickup = new Position(37.78, -122.42);
    trip.dropoff = new Position(6, 7);
    trip.stage = Stage.TO_RESTAURANT;
    trip.stageSince = 8;
    trip.lastSeen = 9;
    trip.lastRecorded = 10;
    trip.lastRecordedStage = Stage.PREPARATION;
    trip.timerAt = 11;
    trip.readyAt = 12;
    trip.arrivedAt = 13;
    trip.reassignedAt = 14;
    trip.quietAt = 15;
    trip.latitude = 16.5;
    trip.longitude = 17.25;
    trip.stoodSince = 18;
    trip.stoodLatitude = 19.123456;
    trip.stoodLongitude = 20;
    trip.nearestMeters = 21.5f;
    trip.marketSpeed = 22.5f;
    trip.course = new Journey.Course(25, 26, 27, 28, -29);

    return trip;
  }
}

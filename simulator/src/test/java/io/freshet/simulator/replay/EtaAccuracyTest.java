package io.freshet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.event.GeoPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtaAccuracyTest {
  private static final long NOON = 1_211_180_400 + 43_200;
  private static final long DAY = 86_400;
  private static final GeoPoint HERE = GeoPoint.ofDegrees(37.75, -122.4);

  private final List<Trip> trips = new ArrayList<>();

  @Test
  void predictsTheMedianOfTheFirstThreeDays() {
    trips(0, 100, 200);
    trips(2, 400, 1_000);
    trips(3, 10_000);

    EtaBaseline baseline = EtaBaseline.of(RecordedTrips.of(trips));

    assertThat(baseline.remainingAtPickup()).isEqualTo(Duration.ofMinutes(5));
    assertThat(baseline.judged())
        .extracting(Trip::duration)
        .containsExactly(Duration.ofSeconds(10_000));
  }

  @Test
  void leavesTripsOutThatAreNotClean() {
    trips(0, 300);
    trips(3, 500);
    trips.add(new Trip(77, "zz", NOON + 3 * DAY, NOON + 3 * DAY + 9_999, HERE, HERE, false));
    trips.add(new Trip(78, "zz", NOON, NOON + 1, HERE, HERE, false));

    EtaBaseline baseline = EtaBaseline.of(RecordedTrips.of(trips));

    assertThat(baseline.remainingAtPickup()).isEqualTo(Duration.ofMinutes(5));
    assertThat(baseline.meanAbsoluteErrorSeconds(baseline.judged())).isEqualTo(200);
  }

  @Test
  void comparesWithTheBaselineOnTheTripsThatWerePredicted() {
    trips(0, 300);
    trips(3, 500, 900);
    EtaAccuracy accuracy = new EtaAccuracy(EtaBaseline.of(RecordedTrips.of(trips)));
    Trip predicted = trips.get(1);

    accuracy.predicted(predicted.orderId(), pickup(predicted), pickup(predicted).plusSeconds(450));

    assertThat(accuracy.result()).isEqualTo(new EtaAccuracy.Result(2, 1, 50, 200));
  }

  @Test
  void countsTheFirstPredictionOfTheFirstMinute() {
    trips(0, 300);
    trips(3, 500);
    EtaAccuracy accuracy = new EtaAccuracy(EtaBaseline.of(RecordedTrips.of(trips)));
    Trip trip = trips.get(1);
    Instant drop = Instant.ofEpochSecond(trip.dropSeconds());

    accuracy.predicted(trip.orderId(), pickup(trip).plusSeconds(30), drop.plusSeconds(10));
    accuracy.predicted(trip.orderId(), pickup(trip).plusSeconds(5), drop.minusSeconds(20));
    accuracy.predicted(trip.orderId(), pickup(trip).plusSeconds(31), drop.plusSeconds(30));
    accuracy.predicted(trip.orderId(), pickup(trip).minusSeconds(1), drop.plusSeconds(40));

    assertThat(accuracy.result().maeSeconds()).isEqualTo(20);
  }

  @Test
  void hasNoErrorToTellWithoutPredictions() {
    trips(0, 300);
    trips(3, 500);
    EtaAccuracy accuracy = new EtaAccuracy(EtaBaseline.of(RecordedTrips.of(trips)));
    Trip trip = trips.get(1);

    accuracy.predicted(trip.orderId(), pickup(trip).plusSeconds(61), pickup(trip));
    accuracy.predicted(12_345, pickup(trip), pickup(trip));

    assertThat(accuracy.result().predicted()).isZero();
    assertThat(accuracy.result().maeSeconds()).isNaN();
    assertThat(accuracy.result().baselineMaeSeconds()).isNaN();
  }

  @Test
  void refusesARecordingWithoutCleanTrips() {
    assertThatThrownBy(() -> EtaBaseline.of(RecordedTrips.of(List.of())))
        .isInstanceOf(FreshetException.class)
        .hasMessage("The recording has no clean trip; there is nothing to predict by");
  }

  @Test
  void refusesTwoTripsOfOneId() {
    trips(0, 300);
    trips.add(trips.get(0));

    assertThatThrownBy(() -> RecordedTrips.of(trips))
        .isInstanceOf(FreshetException.class)
        .hasMessageEndingWith("have one order id, 1; each trip_id must be unique");
  }

  private void trips(int day, long... durations) {
    for (long duration : durations) {
      long pickup = NOON + day * DAY;
      trips.add(
          new Trip(
              trips.size() + 1, "cab" + trips.size(), pickup, pickup + duration, HERE, HERE, true));
    }
  }

  private static Instant pickup(Trip trip) {
    return Instant.ofEpochSecond(trip.pickupSeconds());
  }
}

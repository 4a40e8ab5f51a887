package io.freshet.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.simulator.event.GeoPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
  void judgesTheDaysThatAreNamed() {
    trips(0, 300);
    trips(1, 500);
    trips(2, 700);
    RecordedTrips recorded = RecordedTrips.of(trips);

    EtaBaseline baseline = EtaBaseline.of(recorded, trips.get(1).pickupDay());

    assertThat(baseline.remainingAtPickup()).isEqualTo(Duration.ofMinutes(5));
    assertThat(baseline.judged()).containsExactly(trips.get(1), trips.get(2));
    assertThatThrownBy(() -> EtaBaseline.of(recorded, trips.get(0).pickupDay()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "The first judged day is 2008-05-19; it must be after 2008-05-19, the recording's"
                + " first, for the days before it teach");
  }

  @Test
  void comparesWithTheBaselineOnTheTripsThatWerePredicted() {
    EtaAccuracy accuracy = accuracyOf(500, 900);

    accuracy.predicted(told(trips.get(1), 0, 450, 450, "eta-1"));

    EtaAccuracy.Result result = accuracy.result();
    assertThat(result.judged()).isEqualTo(2);
    assertThat(result.atPickup()).isEqualTo(new EtaAccuracy.Measured(1, 50, 0));
    assertThat(result.baselineMaeSeconds()).isEqualTo(200);
  }

  @Test
  void countsTheFirstPredictionOfTheFirstMinute() {
    EtaAccuracy accuracy = accuracyOf(500);
    Trip trip = trips.get(1);

    accuracy.predicted(told(trip, 30, 510, 510, "eta-1"));
    accuracy.predicted(told(trip, 5, 480, 520, "eta-1"));
    accuracy.predicted(told(trip, 31, 530, 530, "eta-1"));
    accuracy.predicted(told(trip, -1, 540, 540, "eta-1"));

    assertThat(accuracy.result().atPickup()).isEqualTo(new EtaAccuracy.Measured(1, 20, 1));
  }

  @Test
  void judgesAllThatWasToldUntilTheDrop() {
    EtaAccuracy accuracy = accuracyOf(500);
    Trip trip = trips.get(1);

    accuracy.predicted(told(trip, 0, 460, 499, "none"));
    accuracy.predicted(told(trip, 61, 480, 500, "eta-1"));
    accuracy.predicted(told(trip, 499, 530, 560, "eta-1"));
    accuracy.predicted(told(trip, 500, 900, 900, "eta-1"));

    EtaAccuracy.Result result = accuracy.result();
    assertThat(result.untilDrop()).isEqualTo(new EtaAccuracy.Measured(3, 30, 2.0 / 3));
    assertThat(result.predictors()).isEqualTo(Map.of("none", 1L, "eta-1", 2L));
  }

  @Test
  void judgesAtEachPingWhatHadLastBeenTold() {
    EtaAccuracy accuracy = accuracyOf(500);
    Trip trip = trips.get(1);

    accuracy.predicted(told(trip, 400, 1_500, 1_500, "eta-1"));
    accuracy.predicted(told(trip, 60, 440, 490, "eta-1"));
    accuracy.predicted(told(trip, 495, 0, 0, "eta-1"));

    // Of the pings at 0, 60, 120 and 490 s the first came before anything was told.
    assertThat(accuracy.result().atPings())
        .isEqualTo(new EtaAccuracy.Measured(3, (60 + 60 + 1_000) / 3.0, 1.0 / 3));
  }

  @Test
  void hasNoErrorToTellWithoutPredictions() {
    EtaAccuracy accuracy = accuracyOf(500);
    Trip trip = trips.get(1);
    Instant noon = pickup(trip);

    accuracy.predicted(told(trip, -1, 0, 0, "eta-1"));
    accuracy.predicted(new EtaAccuracy.Prediction(12_345, noon, noon, noon, "eta-1"));

    EtaAccuracy.Result result = accuracy.result();
    assertThat(result.atPickup().predictions()).isZero();
    assertThat(result.atPickup().maeSeconds()).isNaN();
    assertThat(result.atPickup().inTime()).isNaN();
    assertThat(result.atPings().predictions()).isZero();
    assertThat(result.untilDrop().predictions()).isZero();
    assertThat(result.baselineMaeSeconds()).isNaN();
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

  /**
   * Of one trip that teaches, and trips of these durations that are judged, heard of 0, 60, 120 and
   * 490 s after pickup.
   */
  private EtaAccuracy accuracyOf(long... judged) {
    trips(0, 300);
    trips(3, judged);

    EtaBaseline baseline = EtaBaseline.of(RecordedTrips.of(trips));
    Map<Long, List<Long>> pings =
        baseline.judged().stream()
            .collect(
                Collectors.toMap(
                    Trip::orderId,
                    trip ->
                        LongStream.of(0, 60, 120, 490)
                            .mapToObj(after -> trip.pickupSeconds() + after)
                            .toList()));

    return new EtaAccuracy(baseline, baseline.judged(), TripPings.of(pings));
  }

  /** All in seconds after the trip's pickup. */
  private static EtaAccuracy.Prediction told(
      Trip trip, long when, long arrival, long latest, String predictor) {
    Instant pickup = pickup(trip);

    return new EtaAccuracy.Prediction(
        trip.orderId(),
        pickup.plusSeconds(when),
        pickup.plusSeconds(arrival),
        pickup.plusSeconds(latest),
        predictor);
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

package io.freshet.simulator.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds predictions of arrival against the recorded drops, beside a baseline: at pickup, at each
 * ping of the trip, and all that were made until the drop. At pickup is the first of an order's
 * first minute: later ones would know more than the baseline does. At a ping is what had last been
 * told: a prediction that a ping did not change still stands. Among all are those that were made
 * while nothing was heard of the cab. Predictions may come in any order; of other orders, and from
 * outside of the trip, they are ignored.
 */
public final class EtaAccuracy {
  // The interval of the recorded pings: a prediction needs one to rest on.
  private static final Duration AT_PICKUP = Duration.ofSeconds(60);

  private final EtaBaseline baseline;
  private final TripPings pings;
  private final Map<Long, Trip> judged = new LinkedHashMap<>();
  private final Map<Long, NavigableMap<Instant, Prediction>> told = new HashMap<>();
  private final Errors untilDrop = new Errors();
  private final SortedMap<String, Long> predictors = new TreeMap<>();

  /**
   * @param judged the trips whose predictions are judged
   * @param pings of these trips
   */
  public EtaAccuracy(EtaBaseline baseline, List<Trip> judged, TripPings pings) {
    this.baseline = baseline;
    this.pings = pings;
    judged.forEach(trip -> this.judged.put(trip.orderId(), trip));
  }

  /**
   * What was told of an order on the way to its customer.
   *
   * @param when in the time of the events that it rests on
   * @param latest by when nine of ten should be there
   * @param predictor whose prediction it is
   */
  public record Prediction(
      long orderId, Instant when, Instant arrival, Instant latest, String predictor) {}

  /** Takes one in; each is to come once. */
  public void predicted(Prediction prediction) {
    Trip trip = judged.get(prediction.orderId());
    if (trip == null || !isOn(trip, prediction.when())) {
      return;
    }
    untilDrop.add(prediction, trip);
    predictors.merge(prediction.predictor(), 1L, Long::sum);
    told.computeIfAbsent(prediction.orderId(), order -> new TreeMap<>())
        .putIfAbsent(prediction.when(), prediction);
  }

  public Result result() {
    List<Trip> trips = new ArrayList<>();
    Errors atPickup = new Errors();
    Errors atPings = new Errors();
    for (Trip trip : judged.values()) {
      NavigableMap<Instant, Prediction> ofTrip =
          told.getOrDefault(trip.orderId(), Collections.emptyNavigableMap());
      atPickup(trip, ofTrip)
          .ifPresent(
              prediction -> {
                trips.add(trip);
                atPickup.add(prediction, trip);
              });
      for (long seconds : pings.of(trip)) {
        Optional.ofNullable(ofTrip.floorEntry(Instant.ofEpochSecond(seconds)))
            .ifPresent(last -> atPings.add(last.getValue(), trip));
      }
    }

    return new Result(
        judged.size(),
        atPickup.measured(),
        baseline.meanAbsoluteErrorSeconds(trips),
        atPings.measured(),
        untilDrop.measured(),
        predictors);
  }

  private static Optional<Prediction> atPickup(
      Trip trip, NavigableMap<Instant, Prediction> ofTrip) {
    return Optional.ofNullable(ofTrip.firstEntry())
        .map(Map.Entry::getValue)
        .filter(first -> !first.when().isAfter(pickup(trip).plus(AT_PICKUP)));
  }

  private static boolean isOn(Trip trip, Instant when) {
    return !when.isBefore(pickup(trip)) && when.isBefore(drop(trip));
  }

  private static Instant pickup(Trip trip) {
    return Instant.ofEpochSecond(trip.pickupSeconds());
  }

  private static Instant drop(Trip trip) {
    return Instant.ofEpochSecond(trip.dropSeconds());
  }

  /**
   * How well arrivals were predicted.
   *
   * @param judged trips that should have been predicted
   * @param atPickup of those that were, in time, one prediction each
   * @param baselineMaeSeconds of the same trips; not a number if there is none
   * @param atPings what had last been told at each ping, that at pickup among them; pings before
   *     the first prediction are left out
   * @param untilDrop all predictions of the judged trips
   * @param predictors how many of all predictions are whose
   */
  public record Result(
      int judged,
      Measured atPickup,
      double baselineMaeSeconds,
      Measured atPings,
      Measured untilDrop,
      SortedMap<String, Long> predictors) {}

  /**
   * @param maeSeconds mean absolute error
   * @param inTime the share that came no later than the latest arrival; neither is a number where
   *     there is no prediction
   */
  public record Measured(long predictions, double maeSeconds, double inTime) {}

  private static final class Errors {
    private long predictions;
    private double seconds;
    private long inTime;

    void add(Prediction prediction, Trip trip) {
      Instant drop = drop(trip);
      predictions++;
      seconds += EtaBaseline.seconds(Duration.between(prediction.arrival(), drop).abs());
      inTime += drop.isAfter(prediction.latest()) ? 0 : 1;
    }

    Measured measured() {
      return new Measured(predictions, seconds / predictions, (double) inTime / predictions);
    }
  }
}

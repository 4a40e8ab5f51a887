package io.freshet.simulator.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds predictions of arrival against the recorded drops, at pickup: of each order that the
 * baseline is judged on, the first prediction of its first minute counts. Later ones would know
 * more than the baseline does. Predictions may come in any order; others are ignored.
 */
public final class EtaAccuracy {
  // The interval of the recorded pings: a prediction needs one to rest on.
  private static final Duration AT_PICKUP = Duration.ofSeconds(60);

  private final EtaBaseline baseline;
  private final Map<Long, Trip> judged;
  private final Map<Long, Prediction> atPickup = new HashMap<>();

  public EtaAccuracy(EtaBaseline baseline) {
    this.baseline = baseline;
    judged = baseline.judged().stream().collect(Collectors.toMap(Trip::orderId, trip -> trip));
  }

  /** An order was predicted, at some time, to arrive at some other. */
  public void predicted(long orderId, Instant when, Instant arrival) {
    Trip trip = judged.get(orderId);
    if (trip != null && isAtPickup(trip, when)) {
      atPickup.merge(
          orderId,
          new Prediction(when, arrival),
          (one, other) -> other.when.isBefore(one.when) ? other : one);
    }
  }

  public Result result() {
    List<Trip> trips = new ArrayList<>();
    double errors = 0;
    for (Trip trip : baseline.judged()) {
      Prediction prediction = atPickup.get(trip.orderId());
      if (prediction != null) {
        trips.add(trip);
        Instant drop = Instant.ofEpochSecond(trip.dropSeconds());
        errors += EtaBaseline.seconds(Duration.between(prediction.arrival, drop).abs());
      }
    }

    return new Result(
        baseline.judged().size(),
        trips.size(),
        errors / trips.size(),
        baseline.meanAbsoluteErrorSeconds(trips));
  }

  private static boolean isAtPickup(Trip trip, Instant when) {
    Instant pickup = Instant.ofEpochSecond(trip.pickupSeconds());

    return !when.isBefore(pickup) && !when.isAfter(pickup.plus(AT_PICKUP));
  }

  /**
   * How well arrivals were predicted at pickup.
   *
   * @param judged trips that should have been predicted
   * @param predicted trips that were, in time; both errors are over these, and not a number if
   *     there is none
   */
  public record Result(int judged, int predicted, double maeSeconds, double baselineMaeSeconds) {}

  private record Prediction(Instant when, Instant arrival) {}
}

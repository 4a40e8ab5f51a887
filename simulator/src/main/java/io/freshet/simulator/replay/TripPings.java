package io.freshet.simulator.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When cabs were heard of on their trips: that at pickup, and each later one before the drop. */
public final class TripPings {
  private static final List<Long> NONE = List.of();

  private final Map<Long, List<Long>> secondsByOrder;

  private TripPings(Map<Long, List<Long>> secondsByOrder) {
    this.secondsByOrder = secondsByOrder;
  }

  static TripPings of(Map<Long, List<Long>> secondsByOrder) {
    Map<Long, List<Long>> sorted = new HashMap<>();
    secondsByOrder.forEach(
        (order, seconds) -> sorted.put(order, seconds.stream().sorted().toList()));

    return new TripPings(sorted);
  }

  /**
   * Reads all of {@code pings.parquet}; keeps 20 bytes for each ping of these trips.
   *
   * @param recorded all trips of the recording
   * @param wanted those of them whose pings are kept
   */
  public static TripPings read(Path pings, RecordedTrips recorded, Collection<Trip> wanted) {
    Set<Trip> kept = new HashSet<>(wanted);
    Map<Long, List<Long>> secondsByOrder = new HashMap<>();
    try (RecordedPings rows = new RecordedPings(pings)) {
      while (rows.advance()) {
        if (!rows.isIncomplete() && rows.hasTime()) {
          Optional<Trip> trip =
              recorded.carriedBy(rows.cab(), rows.seconds()).filter(kept::contains);
          trip.ifPresent(
              on ->
                  secondsByOrder
                      .computeIfAbsent(on.orderId(), order -> new ArrayList<>())
                      .add(rows.seconds()));
        }
      }
    }

    return of(secondsByOrder);
  }

  /** Seconds since 1970, in their order; empty where the cab was not heard of. */
  List<Long> of(Trip trip) {
    return secondsByOrder.getOrDefault(trip.orderId(), NONE);
  }
}

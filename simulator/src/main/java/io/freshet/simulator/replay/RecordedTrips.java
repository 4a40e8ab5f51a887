package io.freshet.simulator.replay;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.replay.ParquetTable.Column;
import io.freshet.simulator.replay.ParquetTable.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All trips of a recording, by pickup time and by cab. They are kept in memory: some 150 bytes a
 * trip, where a trip stands for some 25 pings, which are not. Immutable.
 */
public final class RecordedTrips {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("trip_id", Kind.TEXT),
          new Column("cab", Kind.TEXT),
          new Column("pickup_ts", Kind.WHOLE),
          new Column("drop_ts", Kind.WHOLE),
          new Column("p_lat", Kind.FRACTION),
          new Column("p_lng", Kind.FRACTION),
          new Column("d_lat", Kind.FRACTION),
          new Column("d_lng", Kind.FRACTION),
          new Column("clean", Kind.FLAG));

  private final List<Trip> byPickup;
  private final Map<String, NavigableMap<Long, Trip>> byCab = new HashMap<>();
  private final long unusable;

  private RecordedTrips(Collection<Trip> trips, long unusable) {
    byPickup =
        trips.stream()
            .sorted(Comparator.comparingLong(Trip::pickupSeconds).thenComparing(Trip::cab))
            .toList();
    this.unusable = unusable;
    Map<Long, Trip> byOrderId = new HashMap<>();
    for (Trip trip : byPickup) {
      Trip twin = byOrderId.put(trip.orderId(), trip);
      if (twin != null) {
        throw new FreshetException(
            Fault.CALLER,
            "Trips of %s at %d and of %s at %d have one order id, %d; each trip_id must be unique"
                .formatted(
                    twin.cab(),
                    twin.pickupSeconds(),
                    trip.cab(),
                    trip.pickupSeconds(),
                    trip.orderId()));
      }
      byCab.computeIfAbsent(trip.cab(), any -> new TreeMap<>()).put(trip.pickupSeconds(), trip);
    }
  }

  static RecordedTrips of(Collection<Trip> trips) {
    return new RecordedTrips(trips, 0);
  }

  /** Reads {@code trips.parquet}. */
  public static RecordedTrips read(Path path) {
    List<Trip> trips = new ArrayList<>();
    long unusable = 0;
    try (ParquetTable table = new ParquetTable(path, COLUMNS)) {
      while (table.advance()) {
        Optional<Trip> trip = trip(table);
        trip.ifPresent(trips::add);
        unusable += trip.isPresent() ? 0 : 1;
      }
    }

    return new RecordedTrips(trips, unusable);
  }

  /** In the order of their pickups. */
  public List<Trip> all() {
    return byPickup;
  }

  /**
   * Rows of the file that can't be an order: a value is missing or impossible, or it ends before it
   * begins.
   */
  public long unusable() {
    return unusable;
  }

  /** The trip that a cab is on at a time; from its pickup until before its drop. */
  Optional<Trip> carriedBy(String cab, long seconds) {
    NavigableMap<Long, Trip> trips = byCab.get(cab);
    if (trips == null) {
      return Optional.empty();
    }
    Entry<Long, Trip> last = trips.floorEntry(seconds);

    return last == null || last.getValue().dropSeconds() <= seconds
        ? Optional.empty()
        : Optional.of(last.getValue());
  }

  /** The trip before that one of the same cab. */
  Optional<Trip> before(Trip trip) {
    Entry<Long, Trip> before = byCab.get(trip.cab()).lowerEntry(trip.pickupSeconds());

    return before == null ? Optional.empty() : Optional.of(before.getValue());
  }

  private static Optional<Trip> trip(ParquetTable table) {
    for (int column = 0; column < COLUMNS.size(); column++) {
      if (table.isNull(column)) {
        return Optional.empty();
      }
    }
    long pickupSeconds = table.whole(2);
    long dropSeconds = table.whole(3);
    if (!CabRecording.isTime(pickupSeconds)
        || !CabRecording.isTime(dropSeconds)
        || dropSeconds < pickupSeconds) {
      return Optional.empty();
    }
    Optional<GeoPoint> pickup = GeoPoint.ifPossible(table.fraction(4), table.fraction(5));
    Optional<GeoPoint> drop = GeoPoint.ifPossible(table.fraction(6), table.fraction(7));
    if (pickup.isEmpty() || drop.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        new Trip(
            StableId.of(table.text(0)),
            table.text(1),
            pickupSeconds,
            dropSeconds,
            pickup.get(),
            drop.get(),
            table.flag(8)));
  }
}

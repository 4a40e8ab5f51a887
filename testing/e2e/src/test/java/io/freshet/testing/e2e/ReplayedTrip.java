package io.freshet.testing.e2e;

import io.freshet.simulator.replay.RecordedTrips;
import io.freshet.simulator.replay.ReplaySettings;
import io.freshet.simulator.replay.Trip;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recording, and a trip in it that is worth watching: it begins soon after a midnight, when the
 * cab has been free for a while, and takes the cab somewhere.
 */
record ReplayedTrip(Path pings, Path trips, Trip trip) {
  static final String MARKET = "san_francisco";

  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final LocalDate DAY = LocalDate.of(2008, 5, 20);
  private static final LocalTime EARLIEST = LocalTime.of(0, 7);
  private static final LocalTime LATEST = LocalTime.of(0, 25);
  private static final Duration SHORTEST = Duration.ofMinutes(9);
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final Duration FREE = Duration.ofMinutes(5);
  private static final double LEAST_METERS = 1_000;
  private static final double METERS_PER_DEGREE = 111_320;

  /**
   * Of the recorded cabs where {@code FRESHET_CABS} names them, else of a tiny recording.
   *
   * @param folder for the latter
   */
  static ReplayedTrip of(Map<String, String> environment, Path folder) throws IOException {
    Optional<Path> cabs = Optional.ofNullable(environment.get("FRESHET_CABS")).map(Path::of);
    if (cabs.isEmpty()) {
      Recording recording = Recording.ofOneTrip(folder, DAY);

      return in(recording.pings(), recording.trips());
    }

    return in(cabs.get().resolve("pings.parquet"), cabs.get().resolve("trips.parquet"));
  }

  private static ReplayedTrip in(Path pings, Path trips) {
    List<Trip> all = RecordedTrips.read(trips).all();

    return all.stream()
        .filter(trip -> isWorthWatching(trip) && isFreeBefore(trip, all))
        .min(Comparator.comparingLong(Trip::pickupSeconds))
        .map(trip -> new ReplayedTrip(pings, trips, trip))
        .orElseThrow(() -> new AssertionError("No trip in %s can be watched".formatted(trips)));
  }

  private static boolean isWorthWatching(Trip trip) {
    LocalTime begin = Instant.ofEpochSecond(trip.pickupSeconds()).atZone(ZONE).toLocalTime();

    return trip.isClean()
        && !begin.isBefore(EARLIEST)
        && !begin.isAfter(LATEST)
        && trip.duration().compareTo(SHORTEST) >= 0
        && trip.duration().compareTo(LONGEST) <= 0
        && meters(trip) >= LEAST_METERS;
  }

  private static boolean isFreeBefore(Trip trip, List<Trip> all) {
    long from = trip.pickupSeconds() - FREE.toSeconds();

    return all.stream()
        .filter(other -> other.cab().equals(trip.cab()))
        .noneMatch(
            other -> other.pickupSeconds() < trip.pickupSeconds() && other.dropSeconds() > from);
  }

  /** The day on which it begins, and nothing else. */
  ReplaySettings settings() {
    Optional<LocalDate> day = Optional.of(trip.pickupDay());

    return new ReplaySettings(pings, trips, day, day);
  }

  OrderService.Made order() {
    return new OrderService.Made(MARKET, trip.orderId());
  }

  /** From pick-up to drop, as the crow flies. */
  double meters() {
    return meters(trip);
  }

  private static double meters(Trip trip) {
    double north = trip.drop().latitude() - trip.pickup().latitude();
    double east = trip.drop().longitude() - trip.pickup().longitude();

    return METERS_PER_DEGREE
        * Math.hypot(north, east * Math.cos(Math.toRadians(trip.pickup().latitude())));
  }

  Instant pickedUp() {
    return Instant.ofEpochSecond(trip.pickupSeconds());
  }

  Instant dropped() {
    return Instant.ofEpochSecond(trip.dropSeconds());
  }
}

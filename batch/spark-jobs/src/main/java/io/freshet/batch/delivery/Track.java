package io.freshet.batch.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one dasher: pings in the order of their times, one of each. A phone that retries sends
 * the same ping again; of several the first in the log's order stays, so that a rerun picks the
 * same.
 */
record Track(List<Ping> pings) {
  /**
   * Pings come about once a minute. Over a silence longer than this the dasher may as well have
   * gone home, so it counts neither as online nor as distance.
   */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  /** 180 km/h: a faster hop is a fault of the receiver, no drive. */
  private static final double PLAUSIBLE_METERS_PER_SECOND = 50;

  private static final double EARTH_RADIUS_METERS = 6_371_008.8;
  private static final long MICROS = 1_000_000;

  /**
   * Of pings in whatever order.
   *
   * @param pings is sorted by it
   */
  static Track of(List<Ping> pings) {
    pings.sort(Ping.IN_LOG_ORDER);
    List<Ping> distinct = new ArrayList<>(pings.size());
    for (Ping ping : pings) {
      if (distinct.isEmpty() || distinct.get(distinct.size() - 1).time() < ping.time()) {
        distinct.add(ping);
      }
    }

    return new Track(distinct);
  }

  /**
   * What was done in a stretch of time. All are whole numbers, whose sum no order changes.
   *
   * @param pings in it
   * @param onlineMicros from each ping to the next, as far as it lies in it
   * @param busyMicros of these with an order on board
   */
  record Movement(long pings, long onlineMicros, long busyMicros, long millimeters) {}

  /**
   * Of the stretch, from each ping to the next; what crosses its beginning or its end is split.
   *
   * @param start in microseconds since 1970, as is the end, which does not belong to it
   */
  Movement between(long start, long end) {
    long inside = 0;
    long online = 0;
    long busy = 0;
    long millimeters = 0;
    for (int i = 0; i < pings.size(); i++) {
      Ping ping = pings.get(i);
      inside += ping.time() >= start && ping.time() < end ? 1 : 0;
      if (i + 1 < pings.size()) {
        Ping next = pings.get(i + 1);
        long counted = counted(ping, next, start, end);
        online += counted;
        busy += ping.carries() ? counted : 0;
        millimeters += counted == 0 ? 0 : millimeters(ping, next, counted);
      }
    }

    return new Movement(inside, online, busy, millimeters);
  }

  private static long counted(Ping ping, Ping next, long start, long end) {
    long inside = Math.min(next.time(), end) - Math.max(ping.time(), start);

    return next.time() - ping.time() <= LONGEST_SILENCE.toSeconds() * MICROS && inside > 0
        ? inside
        : 0;
  }

  /** The share of a hop that lies in the stretch; nothing where no vehicle makes it. */
  private static long millimeters(Ping ping, Ping next, long counted) {
    double meters = meters(ping, next);
    long span = next.time() - ping.time();

    return meters * MICROS < span * PLAUSIBLE_METERS_PER_SECOND
        ? (long) Math.floor(meters * 1000 * counted / span + 0.5)
        : 0;
  }

  /** By the haversine formula, on a sphere. */
  private static double meters(Ping ping, Ping next) {
    double latitude = Math.toRadians(ping.latitude());
    double nextLatitude = Math.toRadians(next.latitude());
    double halfLatitude = Math.sin((nextLatitude - latitude) / 2);
    double halfLongitude =
        Math.sin((Math.toRadians(next.longitude()) - Math.toRadians(ping.longitude())) / 2);
    double chord =
        halfLatitude * halfLatitude
            + Math.cos(latitude) * Math.cos(nextLatitude) * (halfLongitude * halfLongitude);

    return Math.asin(Math.sqrt(Math.min(chord, 1))) * 2 * EARTH_RADIUS_METERS;
  }
}

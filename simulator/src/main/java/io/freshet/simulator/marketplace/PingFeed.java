package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.Ping;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** What the phones of a city's dashers send: true positions, noise, and how they arrive. */
final class PingFeed {
  /** A phone sends one about every four seconds. */
  static final long INTERVAL_MILLIS = 4_000;

  private static final long JITTER_MILLIS = 400;

  // From one interval up, or a delayed ping would not arrive after a newer one.
  private static final long SHORTEST_DELAY_MILLIS = INTERVAL_MILLIS + 2 * JITTER_MILLIS;
  private static final long LONGEST_DELAY_MILLIS = 30_000;
  private static final long LONGEST_ECHO_MILLIS = 2_000;

  private static final double OUTLIER_MIN_METERS = 100;
  private static final double OUTLIER_MAX_METERS = 500;
  private static final int MOST_ACCURATE_METERS = 3;
  private static final int LEAST_ACCURATE_METERS = 12;

  private final City city;
  private final StreetGrid grid;
  private final Noise noise;
  private final RandomGenerator random;
  private final Tally tally;
  private final PingSchedule schedule = new PingSchedule();
  private final PriorityQueue<Held> held = new PriorityQueue<>();
  private final OptionalInt[] accuracies = new OptionalInt[(int) OUTLIER_MAX_METERS + 1];
  private long heldNumber;

  PingFeed(City city, StreetGrid grid, Noise noise, RandomGenerator random, Tally tally) {
    this.city = city;
    this.grid = grid;
    this.noise = noise;
    this.random = random;
    this.tally = tally;
    for (int meters = 0; meters < accuracies.length; meters++) {
      accuracies[meters] = OptionalInt.of(meters);
    }
  }

  /** Pings a second that one dasher sends on average. */
  static double pingsPerSecond(Noise noise) {
    double meanGapMillis = (Noise.SHORTEST_GAP.toMillis() + Noise.LONGEST_GAP.toMillis()) / 2.0;

    return 1_000 * (1 + noise.duplicated()) / (INTERVAL_MILLIS + noise.gaps() * meanGapMillis);
  }

  /** A dasher went online. */
  void start(Dasher dasher, long now) {
    if (!dasher.inPingSchedule) {
      dasher.inPingSchedule = true;
      schedule.add(now + random.nextLong(INTERVAL_MILLIS), dasher.number);
    }
  }

  /** When the next ping is sent, fresh or held back. */
  long nextMillis() {
    return Math.min(schedule.nextMillis(), heldMillis());
  }

  /** Whether a ping is under way that was taken before. */
  boolean hasHeld() {
    return !held.isEmpty();
  }

  /** Sends the oldest of the pings that were held back. */
  Ping releaseHeld() {
    tally.pings++;

    return held.remove().ping;
  }

  boolean isHeldNext() {
    return heldMillis() <= schedule.nextMillis();
  }

  /**
   * Takes the next position. Null when there is nothing to send just now, because the phone is off
   * or its ping was held back.
   */
  Ping takeNext(Fleet fleet) {
    long now = schedule.nextMillis();
    Dasher dasher = fleet.dasher(schedule.nextDasher());
    if (!dasher.isOnline()) {
      schedule.removeNext();
      dasher.inPingSchedule = false;

      return null;
    }
    schedule.postponeNext(now + pause());
    Ping ping = ping(dasher, now);
    if (random.nextDouble() < noise.duplicated()) {
      tally.duplicates++;
      hold(ping, now + 1 + random.nextLong(LONGEST_ECHO_MILLIS));
    }
    if (random.nextDouble() < noise.delayed()) {
      tally.delayed++;
      hold(ping, now + random.nextLong(SHORTEST_DELAY_MILLIS, LONGEST_DELAY_MILLIS));

      return null;
    }
    tally.pings++;

    return ping;
  }

  private Ping ping(Dasher dasher, long now) {
    double sigma = noise.sigmaMeters();
    int accuracy = random.nextInt(MOST_ACCURATE_METERS, LEAST_ACCURATE_METERS);
    if (random.nextDouble() < noise.outliers()) {
      tally.outliers++;
      sigma = random.nextDouble(OUTLIER_MIN_METERS, OUTLIER_MAX_METERS);
      accuracy = (int) sigma;
    }
    GeoPoint place =
        grid.geoPoint(
            dasher.drive.eastAt(now) + random.nextGaussian() * sigma,
            dasher.drive.northAt(now) + random.nextGaussian() * sigma);

    return new Ping(
        city.market(), dasher.id, dasher.carrying, place, now * 1_000, accuracies[accuracy]);
  }

  private long pause() {
    if (random.nextDouble() < noise.gaps()) {
      tally.gaps++;

      return random.nextLong(Noise.SHORTEST_GAP.toMillis(), Noise.LONGEST_GAP.toMillis());
    }

    return INTERVAL_MILLIS + random.nextLong(-JITTER_MILLIS, JITTER_MILLIS);
  }

  private void hold(Ping ping, long until) {
    held.add(new Held(until, heldNumber++, ping));
  }

  private long heldMillis() {
    Held next = held.peek();

    return next == null ? Long.MAX_VALUE : next.millis;
  }

  private record Held(long millis, long number, Ping ping) implements Comparable<Held> {
    @Override
    public int compareTo(Held other) {
      int byTime = Long.compare(millis, other.millis);

      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}

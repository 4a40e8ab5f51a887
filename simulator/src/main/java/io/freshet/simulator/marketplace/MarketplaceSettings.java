package io.freshet.simulator.marketplace;

import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What to simulate. Equal settings give equal events.
 *
 * @param eventsPerSecond on average over the whole, per second of event time; what is needed for
 *     it, above all the number of dashers, follows
 * @param start event time of the first ping
 */
public record MarketplaceSettings(
    long seed,
    double eventsPerSecond,
    Instant start,
    Duration duration,
    List<City> cities,
    Noise noise) {
  private static final double MOST_EVENTS_PER_SECOND = 1_000_000;
  private static final Duration SHORTEST_PREPARATION = Duration.ofMillis(500);
  private static final double RATE_PREPARED_IN_A_SECOND = 5_000;

  public MarketplaceSettings {
    cities = List.copyOf(cities);
    if (!(eventsPerSecond > 0 && eventsPerSecond <= MOST_EVENTS_PER_SECOND)) {
      throw new InvalidSettingException("rate", eventsPerSecond, "above 0 and at most 1000000");
    }
    if (duration.isNegative() || duration.isZero()) {
      throw new InvalidSettingException("duration", duration, "longer than nothing");
    }
    if (cities.isEmpty() || cities.size() > Ids.CITIES) {
      throw new InvalidSettingException("cities", cities.size(), "1 to " + Ids.CITIES);
    }
  }

  /**
   * The shipped cities from about now on, for sending each event at its time: the start lies as far
   * ahead as it takes to get a marketplace of that size going.
   */
  public static MarketplaceSettings live(
      long seed, double eventsPerSecond, Instant now, Duration duration) {
    Duration preparation =
        SHORTEST_PREPARATION.plusMillis(
            (long) (1_000 * eventsPerSecond / RATE_PREPARED_IN_A_SECOND));

    return of(seed, eventsPerSecond, now.plus(preparation), duration);
  }

  /** The shipped cities with usual noise. */
  public static MarketplaceSettings of(
      long seed, double eventsPerSecond, Instant start, Duration duration) {
    return new MarketplaceSettings(
        seed, eventsPerSecond, start, duration, City.shipped(), Noise.USUAL);
  }
}

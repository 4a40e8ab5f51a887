package io.freshet.simulator.marketplace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How big a marketplace must be to send a given number of events a second on average over the time
 * that is simulated: a minute at four in the morning needs more dashers than one at seven.
 */
final class Scale {
  private static final Duration STEP = Duration.ofMinutes(5);
  // One day is like the next.
  private static final Duration WHOLE_RHYTHM = Duration.ofDays(1);

  private Scale() {}

  /** Dashers online at the busiest local time, over all cities. */
  static double dashersAtPeak(MarketplaceSettings settings) {
    double allShares = settings.cities().stream().mapToDouble(City::share).sum();
    double eventsPerDasher =
        settings.cities().stream()
            .mapToDouble(city -> city.share() / allShares * eventsPerDasher(settings, city))
            .sum();

    return settings.eventsPerSecond() / eventsPerDasher;
  }

  /** Events a second for each dasher at peak, on average over the simulated time. */
  private static double eventsPerDasher(MarketplaceSettings settings, City city) {
    double pings = PingFeed.pingsPerSecond(settings.noise());
    double orderSteps =
        OrderDesk.ORDERS_PER_DASHER_HOUR * OrderDesk.STEPS_PER_ORDER / TimeUnit.HOURS.toSeconds(1);
    LocalClock clock = new LocalClock(city.timeZone());
    long span = Math.min(settings.duration().toMillis(), WHOLE_RHYTHM.toMillis());
    long step = Math.min(span, STEP.toMillis());
    double sum = 0;
    long samples = 0;
    for (long offset = step / 2; offset < span; offset += step) {
      double minute = clock.minuteOfDay(settings.start().toEpochMilli() + offset);
      sum += pings * Rhythm.dashers(minute) + orderSteps * Rhythm.orders(minute);
      samples++;
    }

    return sum / samples;
  }
}

package io.freshet.bench.query;

import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * So many pings of three days (UTC): the fewer are wanted, the more rarely a phone reports. A
 * million are one of each of some 160 dashers every 40 s.
 *
 * @param portions the pings can be had in so many; each holds pings of all days
 */
record PingDays(long rows, int portions) {
  static final int DAYS = 3;
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final long SEED = 1;

  /** Events a second: how many dashers there are follows from it. */
  private static final double RATE = 40;

  /** Of all events, less than are pings, so that those of three days are always enough. */
  private static final double PINGS = 0.95;

  MarketplaceSettings marketplace() {
    double least = rows / (PINGS * Duration.ofDays(DAYS).toSeconds());

    return MarketplaceSettings.of(SEED, Math.max(RATE, least), START, Duration.ofDays(DAYS));
  }

  long size(int portion) {
    return rows / portions + (portion < rows % portions ? 1 : 0);
  }

  /** Good for one pass over the marketplace's events, in their order. */
  Predicate<SimulatedEvent> portion(int portion) {
    LongPredicate pings = pings(portion);
    long[] passed = new long[1];

    return event -> event instanceof Ping && pings.test(passed[0]++);
  }

  /** Which of all pings, counted from 0, are in it. */
  LongPredicate pings(int portion) {
    long every = every();

    return ping -> ping % every == 0 && ping / every % portions == portion;
  }

  long every() {
    double pings = PINGS * marketplace().eventsPerSecond() * Duration.ofDays(DAYS).toSeconds();

    return Math.max(1, (long) (pings / rows));
  }
}

package io.freshet.bench.batch.day;

import io.freshet.simulator.marketplace.City;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A local day of the simulated marketplace in every market, with about so many pings: the more are
 * wanted, the more dashers there are; the fewer, the more rarely a phone reports.
 */
public record GeneratedDay(long pings) {
  public static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private static final long SEED = 1;

  /** Events a second, below which there are hardly any dashers. */
  private static final double LEAST_RATE = 5;

  /** Of all events. */
  private static final double PINGS = 0.98;

  /** Further beyond the day than any nightly looks. */
  private static final Duration AROUND = Duration.ofMinutes(10);

  private static final long AROUND_MICROS = micros(AROUND);

  /** When the day begins in a market, and when it has ended; since 1970, UTC. */
  public record Bounds(String market, long startMicros, long endMicros) {
    private static Bounds of(City city) {
      return new Bounds(
          city.market(), begin(DAY, city.timeZone()), begin(DAY.plusDays(1), city.timeZone()));
    }

    private static long begin(LocalDate day, ZoneId zone) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, day.atStartOfDay(zone).toInstant());
    }

    /** Whether a ping lies in it, or near enough to count into it. */
    boolean reach(long micros) {
      return micros >= startMicros - AROUND_MICROS && micros < endMicros + AROUND_MICROS;
    }
  }

  public static List<Bounds> bounds() {
    return City.shipped().stream().map(Bounds::of).toList();
  }

  /** From before its first beginning until after its last end, some 40 hours. */
  public MarketplaceSettings marketplace() {
    long start =
        bounds().stream().mapToLong(Bounds::startMicros).min().orElseThrow() - AROUND_MICROS;
    long end = bounds().stream().mapToLong(Bounds::endMicros).max().orElseThrow() + AROUND_MICROS;

    return MarketplaceSettings.of(
        SEED,
        rate() * every(),
        Instant.EPOCH.plus(start, ChronoUnit.MICROS),
        Duration.of(end - start, ChronoUnit.MICROS));
  }

  /** Of the day's pings each so many-th is kept. */
  long every() {
    return Math.max(1, (long) Math.ceil(LEAST_RATE / rate()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /** Events a second that give these pings. */
  private double rate() {
    return pings / (PINGS * Duration.ofDays(1).toSeconds());
  }
}

package io.freshet.orchestration.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * When a local day is over everywhere: at the last of the midnights that end it. A day of 23 or 25
 * hours ends when it ends.
 */
final class LocalDays {
  /** Zones lie at most this far from UTC, so a day that has ended began no more than that off. */
  private static final int FARTHEST_ZONE_DAYS = 2;

  private final Set<ZoneId> zones;

  LocalDays(Collection<ZoneId> zones) {
    this.zones = Set.copyOf(zones);
  }

  /**
   * The days that were not over at one instant and are at the other, in their order; none where no
   * zone is known.
   */
  List<LocalDate> endedBetween(Instant before, Instant now) {
    if (zones.isEmpty() || !before.isBefore(now)) {
      return List.of();
    }
    LocalDate first = utcDay(before).minusDays(FARTHEST_ZONE_DAYS);
    LocalDate last = utcDay(now).plusDays(FARTHEST_ZONE_DAYS);

    return first
        .datesUntil(last)
        .filter(day -> end(day).isAfter(before) && !end(day).isAfter(now))
        .toList();
  }

  /** The same, but no more than so many days back. */
  List<LocalDate> endedBetween(Instant before, Instant now, int maxDays) {
    Instant earliest = now.minus(Duration.ofDays(maxDays));

    return endedBetween(before.isBefore(earliest) ? earliest : before, now);
  }

  private Instant end(LocalDate day) {
    return zones.stream()
        .map(zone -> day.plusDays(1).atStartOfDay(zone).toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static LocalDate utcDay(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }
}

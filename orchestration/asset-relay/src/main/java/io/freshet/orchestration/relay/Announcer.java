package io.freshet.orchestration.relay;

import io.freshet.orchestration.airflow.Asset;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces each complete day of each table that somebody waits for, once. What was announced is
 * kept by Airflow alone: it is asked before the first announcement, and again after each failure.
 */
final class Announcer {
  /** How an asset says that it is a table's complete days: {@code freshet://complete/raw.pings}. */
  static final String PREFIX = "freshet://complete/";

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final DayBoard board;
  private final RelaySettings settings;
  private final InstantSource clock;
  private final Map<Asset, Set<String>> announced = new HashMap<>();
  private Instant refreshed = Instant.MIN;

  Announcer(DayBoard board, RelaySettings settings, InstantSource clock) {
    this.board = board;
    this.settings = settings;
    this.clock = clock;
  }

  /** Safe to repeat; after a failure it begins by asking what has been announced. */
  void announce(Watermarks watermarks, LocalDays days) {
    try {
      if (!refreshed.plus(settings.refresh()).isAfter(clock.instant())) {
        refresh();
      }
      for (Asset asset : announced.keySet()) {
        announce(asset, watermarks, days);
      }
    } catch (RuntimeException e) {
      announced.clear();
      refreshed = Instant.MIN;
      throw e;
    }
  }

  private void announce(Asset asset, Watermarks watermarks, LocalDays days) {
    String table = table(asset).orElseThrow();
    Set<String> done = announced.get(asset);
    for (LocalDate day : watermarks.completeDays(table, days, settings.maxDays())) {
      if (done.contains(day.toString())) {
        continue;
      }
      Instant watermark = watermarks.newest(table);
      board.announce(
          asset,
          day,
          Map.of("table", table, "day", day.toString(), "watermark", watermark.toString()));
      done.add(day.toString());
      log.info("Day announced table={} day={} watermark={}", table, day, watermark);
    }
  }

  private void refresh() {
    Set<Asset> wanted = new HashSet<>();
    for (Asset asset : board.assets()) {
      if (table(asset).isPresent()) {
        wanted.add(asset);
      }
    }
    announced.keySet().retainAll(wanted);
    for (Asset asset : wanted) {
      announced.computeIfAbsent(asset, added -> new HashSet<>(board.announcedDays(added)));
    }
    refreshed = clock.instant();
  }

  private static Optional<String> table(Asset asset) {
    return asset.uri().startsWith(PREFIX)
        ? Optional.of(asset.uri().substring(PREFIX.length()))
        : Optional.empty();
  }
}

package io.freshet.assurance.history;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.Freshness.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which tables of a round are kept: all of them at once, once in an interval, so that the writer
 * makes one small file of them; between that, those whose verdict is another one. Never more rows
 * than the bound lets through: who was kept longest ago comes first. Not thread-safe.
 */
final class HistoryPace {
  private static final double MILLIS_OF_A_MINUTE = 60_000;

  private final HistorySettings settings;
  private final Map<String, Kept> kept = new HashMap<>();
  private Instant nextBatch = Instant.MIN;
  private Instant filledAt = Instant.MIN;
  private double room;

  private record Kept(Instant at, Verdict verdict) {}

  HistoryPace(HistorySettings settings) {
    this.settings = settings;
  }

  /**
   * After a round.
   *
   * @param round one of each table; those that are missing are forgotten
   */
  List<HopAge> due(Collection<Freshness> round, Instant now) {
    fill(now);
    kept.keySet().retainAll(round.stream().map(Freshness::table).collect(Collectors.toSet()));
    boolean isBatch = !now.isBefore(nextBatch);
    if (isBatch) {
      nextBatch = now.plus(settings.every());
    }
    List<Freshness> wanted =
        round.stream()
            .filter(table -> !table.hops().isEmpty())
            .filter(table -> isBatch || hasChanged(table))
            .sorted(
                Comparator.comparing((Freshness table) -> !hasChanged(table))
                    .thenComparing(this::keptAt)
                    .thenComparing(Freshness::table))
            .toList();

    return asMuchAsFits(wanted, now);
  }

  private List<HopAge> asMuchAsFits(List<Freshness> wanted, Instant now) {
    List<HopAge> ages = new ArrayList<>();
    for (Freshness table : wanted) {
      List<HopAge> its = HopAge.of(table, now);
      if (its.size() > room) {
        break;
      }
      room -= its.size();
      ages.addAll(its);
      kept.put(table.table(), new Kept(now, table.verdict()));
    }

    return ages;
  }

  private void fill(Instant now) {
    if (now.isAfter(filledAt)) {
      double minutes =
          filledAt.equals(Instant.MIN)
              ? 1
              : Duration.between(filledAt, now).toMillis() / MILLIS_OF_A_MINUTE;
      room = Math.min(settings.rowsPerMinute(), room + settings.rowsPerMinute() * minutes);
      filledAt = now;
    }
  }

  private boolean hasChanged(Freshness table) {
    Kept before = kept.get(table.table());

    return before != null && before.verdict() != table.verdict();
  }

  private Instant keptAt(Freshness table) {
    Kept before = kept.get(table.table());

    return before == null ? Instant.MIN : before.at();
  }
}

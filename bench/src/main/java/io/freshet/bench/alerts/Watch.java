package io.freshet.bench.alerts;

import io.freshet.bench.Pauses;
import io.freshet.bench.alerts.AlertReceiver.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The tables while faults come, and who is told of them.
 *
 * @param watched the one that is made late by every fault
 * @param told all that the webhook was told so far
 */
record Watch(
    Map<TableIdentifier, Passages> tables,
    TableIdentifier watched,
    Supplier<List<Told>> told,
    Duration budget) {
  private static final Duration LOOK = Duration.ofMillis(250);

  Watch {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables)); // in their order
  }

  boolean isLate() {
    return tables.get(watched).isLate(budget, Instant.now());
  }

  boolean wasTold(String state, Instant since) {
    return told.get().stream()
        .anyMatch(each -> isOfWatched(each, state) && !each.at().isBefore(since));
  }

  /**
   * Whether it is not late, and whoever was told of it was told that as well; asked anew each time,
   * as an alert may come after what it is about.
   */
  boolean isWellSince(Instant since) {
    return !isLate()
        && told.get().stream()
            .filter(each -> !each.at().isBefore(since))
            .filter(each -> isOfWatched(each, Told.BREACHED) || isOfWatched(each, Told.RECOVERED))
            .reduce((before, last) -> last)
            .filter(last -> last.state().equals(Told.BREACHED))
            .isEmpty();
  }

  private boolean isOfWatched(Told each, String state) {
    return each.isOf(state, watched.toString());
  }

  boolean hasRowsOfEach() {
    return tables.values().stream().allMatch(each -> each.seen() > 0);
  }

  boolean hasAllRows() {
    return tables.values().stream().allMatch(each -> each.seen() == each.count());
  }

  /** Whether it has come to hold in that time. */
  static boolean within(Duration patience, BooleanSupplier condition) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Pauses.pause(LOOK);
    }

    return true;
  }
}

package io.freshet.bench.alerts;

import io.freshet.bench.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The tables while faults come, and who is told of them.
 *
 * @param watched the one that is made late by every fault
 */
record Watch(
    Map<TableIdentifier, Passages> tables,
    TableIdentifier watched,
    AlertReceiver receiver,
    Duration budget) {
  private static final Duration LOOK = Duration.ofMillis(250);

  boolean isLate() {
    return tables.get(watched).isLate(budget, Instant.now());
  }

  boolean wasTold(String state, Instant since) {
    return receiver.told().stream()
        .anyMatch(told -> told.isOf(state, watched.toString()) && !told.at().isBefore(since));
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

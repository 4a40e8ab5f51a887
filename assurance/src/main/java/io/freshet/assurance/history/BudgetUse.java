package io.freshet.assurance.history;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;

/**
 * How often a table was over its budget within a day, counted in stretches of five minutes: one in
 * which the oldest event waited too long at any moment that was kept counts as a whole.
 *
 * @param measured stretches of which something is known
 * @param over those of them that were over
 */
public record BudgetUse(String table, int measured, int over) {
  /** How long it was over, at most. */
  public Duration overFor() {
    return HistoryReader.STEP.multipliedBy(over);
  }

  /** Gathers them from rows. Not thread-safe. */
  static final class Tally {
    /** Where something waits; a commit's age is no waiting, and what a probe took is over. */
    private static final Set<String> WAITING = Set.of("raw", "log", "inputs");

    private final Instant from;
    private final Map<String, Map<Long, Boolean>> steps = new TreeMap<>();

    Tally(Instant from) {
      this.from = from;
    }

    void add(Record row) {
      Instant at = ((OffsetDateTime) row.getField(HopAge.EVENT_TIME)).toInstant();
      if (!at.isBefore(from) && WAITING.contains((String) row.getField(HopAge.HOP))) {
        boolean isOver =
            ((BigDecimal) row.getField(HopAge.AGE_SECONDS))
                    .compareTo((BigDecimal) row.getField(HopAge.BUDGET_SECONDS))
                > 0;
        steps
            .computeIfAbsent((String) row.getField(HopAge.TABLE_NAME), table -> new TreeMap<>())
            .merge(
                Duration.between(from, at).dividedBy(HistoryReader.STEP),
                isOver,
                Boolean::logicalOr);
      }
    }

    List<BudgetUse> all() {
      return steps.entrySet().stream()
          .map(
              table ->
                  new BudgetUse(
                      table.getKey(),
                      table.getValue().size(),
                      (int) table.getValue().values().stream().filter(over -> over).count()))
          .toList();
    }
  }
}

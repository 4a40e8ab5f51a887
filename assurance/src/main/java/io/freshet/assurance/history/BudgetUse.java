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
 * which the oldest event waited too long at any moment counts as a whole. An event that has waited
 * too long when it was measured had done so since its budget was used up, also while nobody
 * measured.
 *
 * @param measured stretches of which something is known
 * @param over those of them that were over
 */
public record BudgetUse(String table, int measured, int over) {
  /** How long it was over, at most. */
  public Duration overFor() {
    return HistoryReader.STEP.multipliedBy(over);
  }

  /** Of how much of the day something is known. */
  public Duration knownFor() {
    return HistoryReader.STEP.multipliedBy(measured);
  }

  /** How long it was over if all of the day was as what is known of it. */
  public Duration overForIfAllWasAlike() {
    return measured == 0
        ? Duration.ZERO
        : HistoryReader.BACK.multipliedBy(over).dividedBy(measured);
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
        Duration beyond =
            seconds(row.getField(HopAge.AGE_SECONDS))
                .minus(seconds(row.getField(HopAge.BUDGET_SECONDS)));
        Map<Long, Boolean> its =
            steps.computeIfAbsent(
                (String) row.getField(HopAge.TABLE_NAME), table -> new TreeMap<>());
        boolean isOver = beyond.compareTo(Duration.ZERO) > 0;
        its.merge(step(at), isOver, Boolean::logicalOr);
        if (isOver) {
          Instant since = at.minus(beyond);
          for (long step = step(since.isBefore(from) ? from : since); step < step(at); step++) {
            its.put(step, true);
          }
        }
      }
    }

    private long step(Instant at) {
      return Duration.between(from, at).dividedBy(HistoryReader.STEP);
    }

    private static Duration seconds(Object number) {
      return Duration.ofMillis(((BigDecimal) number).movePointRight(3).longValue());
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

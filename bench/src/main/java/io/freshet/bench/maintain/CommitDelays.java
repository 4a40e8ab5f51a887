package io.freshet.bench.maintain;

import io.freshet.bench.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * How much longer than its interval a writer's commits were apart.
 *
 * @param commits that came in the company
 * @param delay of each commit: the time since the one before it, less the interval; never negative
 * @param maxMillis of the latest
 */
public record CommitDelays(String company, int commits, Latency delay, double maxMillis) {
  private static final long MICROS = 1000;

  /** For each company all commits of its spells, whose predecessor came in the same spell. */
  static List<CommitDelays> of(Table table, List<Spell> spells, Duration interval) {
    return of(
        appends(table).stream()
            .map(snapshot -> Instant.ofEpochMilli(snapshot.timestampMillis()))
            .sorted(Comparator.naturalOrder())
            .toList(),
        spells,
        interval);
  }

  /**
   * The same of commits at these times.
   *
   * @param times ascending
   */
  static List<CommitDelays> of(List<Instant> times, List<Spell> spells, Duration interval) {
    Map<Spell.Company, List<Long>> micros = new EnumMap<>(Spell.Company.class);
    for (int i = 1; i < times.size(); i++) {
      Instant before = times.get(i - 1);
      Instant at = times.get(i);
      spells.stream()
          .filter(spell -> spell.holds(before) && spell.holds(at))
          .forEach(
              spell ->
                  micros
                      .computeIfAbsent(spell.company(), first -> new ArrayList<>())
                      .add(
                          MICROS
                              * Math.max(
                                  0,
                                  Duration.between(before, at).toMillis() - interval.toMillis())));
    }

    return micros.entrySet().stream()
        .map(each -> of(each.getKey().toString(), each.getValue()))
        .toList();
  }

  private static CommitDelays of(String company, List<Long> micros) {
    long[] all = micros.stream().mapToLong(Long::longValue).toArray();
    long max = micros.stream().mapToLong(Long::longValue).max().orElse(0);

    return new CommitDelays(company, all.length, Latency.ofMicros(all), max / (double) MICROS);
  }

  /** Commits of rows that the table's main branch does not descend from. */
  static int lost(Table table) {
    Set<Long> history = new HashSet<>();
    SnapshotUtil.currentAncestors(table).forEach(snapshot -> history.add(snapshot.snapshotId()));

    return (int)
        appends(table).stream()
            .filter(snapshot -> !history.contains(snapshot.snapshotId()))
            .count();
  }

  private static List<Snapshot> appends(Table table) {
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .filter(snapshot -> snapshot.operation().equals(DataOperations.APPEND))
        .toList();
  }
}

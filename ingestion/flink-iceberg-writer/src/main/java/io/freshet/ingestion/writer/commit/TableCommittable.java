package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.Range;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one checkpoint adds to one table: files, and the stretch of each log partition that they
 * hold.
 *
 * @param table namespace and name
 * @param tableUuids of the tables that the files were made for: several where one was dropped and
 *     made again while subtasks were at work, and then no table takes them
 * @param received when the log took its rows in
 * @param flushedAtMillis when the files were closed
 * @param traced the first of its rows whose traces are recorded, {@link TracedEvents#MOST} at most
 */
public record TableCommittable(
    String table,
    Set<String> tableUuids,
    FileSteps files,
    List<Range> ranges,
    ReceivedTimes received,
    long flushedAtMillis,
    List<TracedEvent> traced) {
  public TableCommittable {
    tableUuids = Set.copyOf(tableUuids);
    ranges = List.copyOf(ranges);
    traced = List.copyOf(traced);
  }

  /** Of whose rows no trace is recorded. */
  public TableCommittable(
      String table,
      Set<String> tableUuids,
      FileSteps files,
      List<Range> ranges,
      ReceivedTimes received,
      long flushedAtMillis) {
    this(table, tableUuids, files, ranges, received, flushedAtMillis, List.of());
  }

  /** Whether all files were made for the table of that uuid. */
  boolean isFor(String tableUuid) {
    return tableUuids.equals(Set.of(tableUuid));
  }

  /** This one and another subtask's of the same table and checkpoint. */
  TableCommittable and(TableCommittable other) {
    Map<Object, Range> byPosition = new LinkedHashMap<>();
    for (List<Range> each : List.of(ranges, other.ranges)) {
      each.forEach(range -> byPosition.merge(range.position(), range, Range::then));
    }
    ReceivedTimes times = new ReceivedTimes();
    times.addAll(received);
    times.addAll(other.received);
    Set<String> uuids = new HashSet<>(tableUuids);
    uuids.addAll(other.tableUuids);

    return new TableCommittable(
        table,
        uuids,
        files.and(other.files),
        List.copyOf(byPosition.values()),
        times,
        Math.max(flushedAtMillis, other.flushedAtMillis),
        Stream.concat(traced.stream(), other.traced.stream()).limit(TracedEvents.MOST).toList());
  }

  TableCommittable withRanges(List<Range> newRanges) {
    return new TableCommittable(
        table, tableUuids, files, newRanges, received, flushedAtMillis, traced);
  }
}

package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one checkpoint adds to one table: files, and the stretch of each log partition that they
 * hold.
 *
 * @param table namespace and name
 * @param tableUuid of the table that the files were made for; one of the same name may come later
 * @param received when the log took its rows in
 * @param flushedAtMillis when the files were closed
 */
public record TableCommittable(
    String table,
    String tableUuid,
    FileSteps files,
    List<Range> ranges,
    ReceivedTimes received,
    long flushedAtMillis) {
  /** In the place of a uuid where subtasks have written for tables that followed each other. */
  private static final String SEVERAL = "several";

  public TableCommittable {
    ranges = List.copyOf(ranges);
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

    return new TableCommittable(
        table,
        tableUuid.equals(other.tableUuid) ? tableUuid : SEVERAL,
        files.and(other.files),
        List.copyOf(byPosition.values()),
        times,
        Math.max(flushedAtMillis, other.flushedAtMillis));
  }

  TableCommittable withRanges(List<Range> newRanges) {
    return new TableCommittable(table, tableUuid, files, newRanges, received, flushedAtMillis);
  }
}

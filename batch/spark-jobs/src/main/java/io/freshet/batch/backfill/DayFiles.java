package io.freshet.batch.backfill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * Which files hold which day's rows, as a short text for each: as long as it is the same, nobody
 * has changed the day. Unlike a comparison of snapshots it needs none that may have expired. A
 * compaction counts as a change, which costs a computation and no rows.
 */
final class DayFiles {
  private DayFiles() {}

  /**
   * One text for each of the days.
   *
   * @param at the snapshot to look at; null where there is none
   * @param dayColumn a date
   */
  static Map<LocalDate, String> of(
      Table table, Snapshot at, String dayColumn, Collection<LocalDate> days) {
    NavigableMap<LocalDate, SortedSet<String>> files = new TreeMap<>();
    days.forEach(day -> files.put(day, new TreeSet<>()));
    if (at != null && !files.isEmpty()) {
      collect(table, at, dayColumn, files);
    }
    Map<LocalDate, String> texts = new TreeMap<>();
    files.forEach((day, paths) -> texts.put(day, text(paths)));

    return texts;
  }

  private static void collect(
      Table table,
      Snapshot at,
      String dayColumn,
      NavigableMap<LocalDate, SortedSet<String>> files) {
    int column = table.schema().findField(dayColumn).fieldId();
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .useSnapshot(at.snapshotId())
            .filter(
                Expressions.and(
                    Expressions.greaterThanOrEqual(dayColumn, files.firstKey().toString()),
                    Expressions.lessThanOrEqual(dayColumn, files.lastKey().toString())))
            .includeColumnStats(List.of(dayColumn))
            .planFiles()) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        LocalDate from = bound(file.lowerBounds(), column).orElse(files.firstKey());
        LocalDate to = bound(file.upperBounds(), column).orElse(files.lastKey());
        for (SortedSet<String> paths : files.subMap(from, true, to, true).values()) {
          paths.add(file.location());
          task.deletes().stream().map(DeleteFile::location).forEach(paths::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<LocalDate> bound(Map<Integer, ByteBuffer> bounds, int column) {
    return Optional.ofNullable(bounds)
        .map(known -> known.get(column))
        .map(bytes -> Conversions.<Integer>fromByteBuffer(Types.DateType.get(), bytes))
        .map(LocalDate::ofEpochDay);
  }

  private static String text(SortedSet<String> paths) {
    return paths.isEmpty()
        ? "none"
        : UUID.nameUUIDFromBytes(String.join("\n", paths).getBytes(StandardCharsets.UTF_8))
            .toString();
  }
}

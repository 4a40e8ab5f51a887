package io.freshet.assurance.find;

import io.freshet.assurance.find.Stored.Commit;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Finds a row by what its files say of themselves: the bounds of each file leave a few, and of
 * those only the columns that are asked for are read, where they may hold it.
 */
final class TableSearch {
  /** A small file costs the time that a store takes to answer, a large one more. */
  private static final int MOST_FILES = 40;

  private final Table table;

  TableSearch(Table table) {
    this.table = table;
  }

  /** The row of a record; of its columns nothing but those that say where it came from is read. */
  Optional<Stored> row(Position position, long offset) {
    return first(identity(position, offset))
        .map(file -> stored(file, Optional.of(position), offset));
  }

  /** The row of an event that was refused there before. */
  Optional<Stored> rowOfOrigin(String origin) {
    return first(Expressions.equal(PlatformColumns.ORIGIN, origin))
        .map(file -> stored(file, Optional.empty(), 0));
  }

  /** Whether more files may hold it than are opened. */
  boolean isTooMuch(Position position, long offset) {
    return files(identity(position, offset)).size() > MOST_FILES;
  }

  static Expression identity(Position position, long offset) {
    return Expressions.and(
        Expressions.equal(PlatformColumns.SOURCE, position.source()),
        Expressions.equal(PlatformColumns.PARTITION, position.partition()),
        Expressions.equal(PlatformColumns.OFFSET, offset));
  }

  private Optional<DataFile> first(Expression filter) {
    Map<String, DataFile> files = files(filter);
    if (files.isEmpty() || files.size() > MOST_FILES) {
      return Optional.empty();
    }
    List<NestedField> projected =
        new ArrayList<>(
            table
                .schema()
                .select(
                    PlatformColumns.SOURCE,
                    PlatformColumns.PARTITION,
                    PlatformColumns.OFFSET,
                    PlatformColumns.ORIGIN)
                .columns());
    projected.add(MetadataColumns.FILE_PATH);
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(filter).project(new Schema(projected)).build()) {
      for (Record row : rows) {
        return Optional.of(files.get(row.getField(MetadataColumns.FILE_PATH.name()).toString()));
      }

      return Optional.empty();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  private Map<String, DataFile> files(Expression filter) {
    Map<String, DataFile> files = new HashMap<>();
    if (table.currentSnapshot() == null) {
      return files;
    }
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
      tasks.forEach(task -> files.put(task.file().location(), task.file()));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return files;
  }

  private Stored stored(DataFile file, Optional<Position> position, long offset) {
    Optional<Snapshot> wrote =
        newest(
            snapshot ->
                file.fileSequenceNumber() != null
                    && snapshot.sequenceNumber() == file.fileSequenceNumber());
    Optional<Snapshot> committed =
        position.flatMap(place -> newest(snapshot -> holds(snapshot, place, offset)));
    boolean isRewritten = committed.isPresent() && !committed.equals(wrote);

    return new Stored(
        table.name(),
        new Stored.File(file.location(), file.recordCount(), file.fileSizeInBytes()),
        committed.or(() -> position.isEmpty() ? wrote : Optional.empty()).map(TableSearch::commit),
        isRewritten || committed.isEmpty() && position.isPresent()
            ? wrote.map(TableSearch::commit)
            : Optional.empty());
  }

  private Optional<Snapshot> newest(Predicate<Snapshot> isIt) {
    List<Snapshot> snapshots = new ArrayList<>();
    table.snapshots().forEach(snapshots::add);
    Collections.reverse(snapshots);

    return snapshots.stream().filter(isIt).findFirst();
  }

  private static boolean holds(Snapshot snapshot, Position position, long offset) {
    return Stream.ofNullable(snapshot.summary().get(CommitSummary.RANGES))
        .flatMap(json -> LedgerCodec.readRanges(json).stream())
        .anyMatch(range -> holds(range, position, offset));
  }

  private static boolean holds(Range range, Position position, long offset) {
    return range.position().equals(position) && range.first() <= offset && offset < range.end();
  }

  private static Commit commit(Snapshot snapshot) {
    return new Commit(snapshot.snapshotId(), Instant.ofEpochMilli(snapshot.timestampMillis()));
  }
}

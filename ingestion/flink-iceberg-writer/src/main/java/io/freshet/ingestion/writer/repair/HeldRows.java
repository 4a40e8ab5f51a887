package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.RowFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/** The rows that a table holds of some stretches of the log, wherever they lie by now. */
final class HeldRows {
  private final Table table;
  private final Schema identity;
  private final List<Stretch> stretches;

  HeldRows(Table table, Collection<Stretch> stretches) {
    this.table = table;
    this.identity =
        table
            .schema()
            .select(PlatformColumns.SOURCE, PlatformColumns.PARTITION, PlatformColumns.OFFSET);
    this.stretches = List.copyOf(stretches);
  }

  /** Files that may hold some, by what manifests say of them. */
  List<FileScanTask> candidates() {
    if (table.currentSnapshot() == null) {
      return List.of();
    }
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter()).planFiles()) {
      List<FileScanTask> all = new ArrayList<>();
      tasks.forEach(all::add);

      return all;
    } catch (IOException e) {
      throw failure("plan", e);
    }
  }

  /**
   * Writes what else the files hold that hold some, so that it can take their place.
   *
   * @param others takes it
   */
  Replacement takeOut(RowFiles others) {
    StretchSums held = new StretchSums();
    RecordHasher hasher = RecordHasher.of(table);
    List<DataFile> replaced = new ArrayList<>();
    for (FileScanTask task : candidates()) {
      if (holdsAny(task)) {
        read(task, table.schema(), row -> keepOrCount(row, others, hasher, held));
        replaced.add(task.file().copyWithoutStats());
      }
    }

    return new Replacement(replaced, List.of(), held, held.rows());
  }

  private void keepOrCount(Record row, RowFiles others, RecordHasher hasher, StretchSums held) {
    if (isOfStretch(row)) {
      hasher.add(row, held.of(position(row)));
      held.row();
    } else {
      others
          .write(row)
          .ifPresent(
              refused -> {
                throw new FreshetException(
                    Fault.OURS,
                    "A row that %s holds can't be written again: %s"
                        .formatted(table.name(), refused.detail()));
              });
    }
  }

  private boolean holdsAny(FileScanTask task) {
    boolean[] any = new boolean[1];
    read(task, identity, row -> any[0] |= isOfStretch(row));

    return any[0];
  }

  /** What all rows of these partitions add up to, in whatever stretch. */
  StretchSums wholePartitions() {
    StretchSums sums = new StretchSums();
    RecordHasher hasher = RecordHasher.of(table);
    List<Position> positions = stretches.stream().map(Stretch::position).distinct().toList();
    Expression filter =
        positions.stream().map(HeldRows::isOf).reduce(Expressions.alwaysFalse(), Expressions::or);
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
      for (FileScanTask task : tasks) {
        read(
            task,
            table.schema(),
            row -> {
              if (positions.contains(position(row))) {
                hasher.add(row, sums.of(position(row)));
                sums.row();
              }
            });
      }
    } catch (IOException e) {
      throw failure("plan", e);
    }

    return sums;
  }

  private boolean isOfStretch(Record row) {
    Position position = position(row);
    long offset = (Long) row.getField(PlatformColumns.OFFSET);

    return stretches.stream()
        .anyMatch(each -> each.position().equals(position) && each.contains(offset));
  }

  private static Position position(Record row) {
    return new Position(
        (Integer) row.getField(PlatformColumns.SOURCE),
        (Integer) row.getField(PlatformColumns.PARTITION));
  }

  /** With what files of deletes say of the file, and these columns alone. */
  private void read(FileScanTask task, Schema columns, Consumer<Record> visitor) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), task, table.schema(), columns);
    ReadBuilder<Record, ?> reader =
        FormatModelRegistry.readBuilder(
            task.file().format(), Record.class, table.io().newInputFile(task.file().location()));
    boolean hasMore = !task.deletes().isEmpty();
    try (CloseableIterable<Record> rows =
        deletes.filter(reader.project(deletes.requiredSchema()).build())) {
      rows.forEach(row -> visitor.accept(hasMore ? without(row, columns) : row));
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  private static Record without(Record row, Schema columns) {
    Record same = GenericRecord.create(columns);
    for (NestedField column : columns.columns()) {
      same.setField(column.name(), row.getField(column.name()));
    }

    return same;
  }

  private Expression filter() {
    return stretches.stream()
        .map(
            stretch ->
                (Expression)
                    Expressions.and(
                        isOf(stretch.position()),
                        Expressions.greaterThanOrEqual(PlatformColumns.OFFSET, stretch.from()),
                        Expressions.lessThan(PlatformColumns.OFFSET, stretch.end())))
        .reduce(Expressions.alwaysFalse(), Expressions::or);
  }

  private static Expression isOf(Position position) {
    return Expressions.and(
        Expressions.equal(PlatformColumns.SOURCE, position.source()),
        Expressions.equal(PlatformColumns.PARTITION, position.partition()));
  }

  private FreshetException failure(String task, IOException e) {
    return new FreshetException(
        Fault.DEPENDENCY, "Cannot %s %s: %s".formatted(task, table.name(), e.getMessage()), e);
  }
}

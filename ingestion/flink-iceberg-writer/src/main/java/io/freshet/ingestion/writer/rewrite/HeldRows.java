package io.freshet.ingestion.writer.rewrite;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.RowFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.SnapshotUtil;

/** The rows of a choice that a table holds, wherever they lie by now. Not thread-safe. */
public final class HeldRows {
  private final Table table;
  private final RowChoice choice;
  private final Schema probed;
  private final Map<String, Long> counted = new HashMap<>();

  public HeldRows(Table table, RowChoice choice) {
    this.table = table;
    this.choice = choice;
    this.probed = table.schema().select(choice.columns());
  }

  /** Files that may hold some, by what manifests say of them. */
  public List<FileScanTask> candidates() {
    return table.currentSnapshot() == null
        ? List.of()
        : candidates(table.currentSnapshot().snapshotId());
  }

  private List<FileScanTask> candidates(long snapshot) {
    Schema then = SnapshotUtil.schemaFor(table, snapshot);
    if (probed.columns().stream().anyMatch(column -> then.findField(column.fieldId()) == null)) {
      return List.of(); // nobody wrote the column yet
    }
    TableScan scan = table.newScan().useSnapshot(snapshot);
    if (probed.columns().stream().allMatch(column -> isCalledSo(column, then))) {
      scan = scan.filter(choice.filter());
    }
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      List<FileScanTask> all = new ArrayList<>();
      tasks.forEach(all::add);

      return all;
    } catch (IOException e) {
      throw failure("plan", e);
    }
  }

  /** A snapshot is planned by the names of its time; rows are read by the columns' ids. */
  private static boolean isCalledSo(NestedField column, Schema then) {
    NestedField held = then.findField(column.name());

    return held != null && held.fieldId() == column.fieldId();
  }

  /**
   * Writes what else the files hold that hold some, so that it can take their place.
   *
   * @param others takes it
   * @param taken is shown each of the rows
   * @return the files
   */
  public List<DataFile> takeOut(RowFiles others, Consumer<Record> taken) {
    List<DataFile> replaced = new ArrayList<>();
    for (FileScanTask task : candidates()) {
      if (count(task) > 0) {
        read(task, table.schema(), row -> takeOrKeep(row, others, taken));
        replaced.add(task.file().copyWithoutStats());
      }
    }

    return replaced;
  }

  private void takeOrKeep(Record row, RowFiles others, Consumer<Record> taken) {
    if (choice.has(row)) {
      taken.accept(row);
    } else {
      WrittenFiles.keep(row, others, table);
    }
  }

  /** Shows each of them, with all of its columns. */
  public void read(Consumer<Record> visitor) {
    for (FileScanTask task : candidates()) {
      read(task, table.schema(), row -> showChosen(row, visitor));
    }
  }

  /**
   * Shows each that a state of the table has, with the columns of the choice alone.
   *
   * @param seen locations of files that are left out; this state's are added
   */
  public void read(long snapshot, Set<String> seen, Consumer<Record> visitor) {
    for (FileScanTask task : candidates(snapshot)) {
      if (seen.add(task.file().location())) {
        read(task, probed, row -> showChosen(row, visitor));
      }
    }
  }

  private void showChosen(Record row, Consumer<Record> visitor) {
    if (choice.has(row)) {
      visitor.accept(row);
    }
  }

  /**
   * How many there are, and in which files.
   *
   * @param files that hold any
   */
  public record Found(long rows, int files, long bytes) {
    public static final Found NONE = new Found(0, 0, 0);

    private Found plus(long moreRows, DataFile file) {
      return moreRows == 0
          ? this
          : new Found(rows + moreRows, files + 1, bytes + file.fileSizeInBytes());
    }
  }

  /** In the current state. */
  public Found count() {
    return table.currentSnapshot() == null
        ? Found.NONE
        : count(table.currentSnapshot().snapshotId());
  }

  /** In a state of the table. A file that several states have is read once. */
  public Found count(long snapshot) {
    Found found = Found.NONE;
    for (FileScanTask task : candidates(snapshot)) {
      long rows =
          task.deletes().isEmpty()
              ? counted.computeIfAbsent(task.file().location(), first -> count(task))
              : count(task);
      found = found.plus(rows, task.file());
    }

    return found;
  }

  private long count(FileScanTask task) {
    long[] rows = new long[1];
    read(task, probed, row -> rows[0] += choice.has(row) ? 1 : 0);

    return rows[0];
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

  private FreshetException failure(String task, IOException e) {
    return new FreshetException(
        Fault.DEPENDENCY, "Cannot %s %s: %s".formatted(task, table.name(), e.getMessage()), e);
  }
}

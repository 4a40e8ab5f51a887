package io.freshet.assurance.prove;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.ParallelIterable;
import org.apache.iceberg.util.ThreadPools;

/** Reads rows of a stream's table: all of them, or those of some files. */
final class TableFiles {
  /** As many as Iceberg reads at once on two processors; on more it reads more, and they wait. */
  private static final int READERS = 4;

  /** Rows that wait to be looked at, over all readers. */
  private static final int MOST_WAITING = 4000;

  private final Table table;
  private final Schema columns;

  TableFiles(Table table, Depth depth) {
    this(table, depth, List.of());
  }

  /**
   * @param others columns that are read, whatever the depth
   */
  TableFiles(Table table, Depth depth, List<String> others) {
    this.table = table;
    List<String> names =
        Stream.concat(
                Stream.of(
                    PlatformColumns.SOURCE, PlatformColumns.PARTITION, PlatformColumns.OFFSET),
                others.stream())
            .toList();
    this.columns = depth == Depth.VALUES ? table.schema() : table.schema().select(names);
  }

  /** Of the rows that are read. */
  Schema columns() {
    return columns;
  }

  void readAll(RowReader reader, Consumer<Record> visitor) {
    if (table.currentSnapshot() != null) {
      reader.read(table, columns, visitor);
    }
  }

  /** By Iceberg itself. */
  static void readAll(Table table, Schema columns, Consumer<Record> visitor) {
    visit(table, IcebergGenerics.read(table).project(columns).build(), visitor);
  }

  /**
   * Several at once, in no order: small files cost the time that a store takes to answer.
   *
   * @param files without rows that are deleted
   */
  void read(Collection<DataFile> files, Consumer<Record> visitor) {
    ExecutorService readers = ThreadPools.newFixedThreadPool("prove-" + table.name(), READERS);
    try {
      visit(
          table,
          new ParallelIterable<>(files.stream().map(this::rows).toList(), readers, MOST_WAITING),
          visitor);
    } finally {
      readers.shutdownNow();
    }
  }

  private CloseableIterable<Record> rows(DataFile file) {
    ReadBuilder<Record, ?> reader =
        FormatModelRegistry.readBuilder(
            file.format(), Record.class, table.io().newInputFile(file.location()));

    return reader.project(columns).build();
  }

  private static void visit(Table table, CloseableIterable<Record> rows, Consumer<Record> visitor) {
    try (rows) {
      rows.forEach(visitor);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    } catch (RuntimeException e) {
      throw StoredFiles.blame(table, e);
    }
  }
}

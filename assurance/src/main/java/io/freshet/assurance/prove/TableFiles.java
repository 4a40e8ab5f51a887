package io.freshet.assurance.prove;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;

/** Reads rows of a stream's table: all of them, or those of some files. */
final class TableFiles {
  private final Table table;
  private final Schema columns;

  TableFiles(Table table, Depth depth) {
    this.table = table;
    this.columns =
        depth == Depth.VALUES
            ? table.schema()
            : table
                .schema()
                .select(PlatformColumns.SOURCE, PlatformColumns.PARTITION, PlatformColumns.OFFSET);
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
   * @param files without rows that are deleted
   */
  void read(Collection<DataFile> files, Consumer<Record> visitor) {
    for (DataFile file : files) {
      ReadBuilder<Record, ?> reader =
          FormatModelRegistry.readBuilder(
              file.format(), Record.class, table.io().newInputFile(file.location()));
      visit(table, reader.project(columns).build(), visitor);
    }
  }

  private static void visit(Table table, CloseableIterable<Record> rows, Consumer<Record> visitor) {
    try (rows) {
      rows.forEach(visitor);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }
}

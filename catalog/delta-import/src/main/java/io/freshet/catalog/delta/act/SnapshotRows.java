package io.freshet.catalog.delta.act;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PartitionUtil;

/**
 * Reads a snapshot by Iceberg's readers for Parquet and for position deletes. Iceberg's generic
 * scan does the same but for the name mapping, which it does not heed.
 */
public final class SnapshotRows {
  private final Table table;
  private final NameMapping names;

  public SnapshotRows(Table table) {
    this.table = table;
    this.names =
        NameMappingParser.fromJson(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
  }

  /**
   * @param consumer gets each row that is not deleted, and must not keep it
   */
  public void read(long snapshotId, Schema columns, Consumer<Record> consumer) {
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshotId).planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> rows = rows(task, columns)) {
          rows.forEach(consumer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CloseableIterable<Record> rows(FileScanTask task, Schema columns) {
    GenericDeleteFilter deletes = new GenericDeleteFilter(table.io(), task, columns, columns);
    Schema needed = deletes.requiredSchema();
    Map<Integer, ?> constants =
        PartitionUtil.constantsMap(task, IdentityPartitionConverters::convertConstant);

    return deletes.filter(
        Parquet.read(table.io().newInputFile(task.file()))
            .project(needed)
            .withNameMapping(names)
            .reuseContainers()
            .createReaderFunc(file -> GenericParquetReaders.buildReader(needed, file, constants))
            .build());
  }
}

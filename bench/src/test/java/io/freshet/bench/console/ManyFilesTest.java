package io.freshet.bench.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class ManyFilesTest {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.required(2, "event_time", Types.TimestampType.withZone()));
  private static final PartitionSpec BY_DAY =
      PartitionSpec.builderFor(SCHEMA).day("event_time").build();

  @Test
  void areInTheTablesMetadataAndNowhereElse() throws IOException {
    try (InMemoryCatalog catalog = new InMemoryCatalog()) {
      catalog.initialize("memory", Map.of());
      catalog.createNamespace(Namespace.of("raw"));
      Table table = catalog.createTable(TableIdentifier.of("raw", "pings"), SCHEMA, BY_DAY);

      ManyFiles.append(table, 2500, ProgressListener.SILENT);

      Set<String> paths = new HashSet<>();
      Set<String> days = new HashSet<>();
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        for (FileScanTask task : tasks) {
          paths.add(task.file().location());
          days.add(BY_DAY.partitionToPath(task.partition()));
        }
      }
      assertThat(paths).hasSize(2500);
      assertThat(days).hasSize(100).contains("event_time_day=2026-01-01");
      assertThat(table.snapshots()).hasSize(3);
    }
  }
}

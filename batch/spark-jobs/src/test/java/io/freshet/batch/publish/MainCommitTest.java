package io.freshet.batch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.CommitSummary;
import io.freshet.testing.samples.LyingOperations;
import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainCommitTest {
  private static final TableIdentifier NAME = TableIdentifier.of("marts", "days");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "rides", Types.LongType.get()));

  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @BeforeEach
  void makeATable() {
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("marts"));
    catalog.createTable(NAME, SCHEMA);
  }

  @Test
  void isThereOnceThoughTheCatalogSpeaksOfAConflictWithItself() throws IOException {
    LyingOperations lying = LyingOperations.ofAConflict(catalog.loadTable(NAME));

    Snapshot made =
        new MainCommit(lying.table("marts.days"), "nightly/1")
            .make(
                transaction -> {
                  AppendFiles append =
                      transaction
                          .newAppend()
                          .appendFile(
                              DataFiles.builder(PartitionSpec.unpartitioned())
                                  .withPath("memory:/marts/days/one.parquet")
                                  .withFileSizeInBytes(1000)
                                  .withRecordCount(10)
                                  .build());
                  append.set(CommitSummary.WRITER, "nightly/1");
                  append.commit();
                });

    assertThat(lying.hasLied()).isTrue();
    Table now = catalog.loadTable(NAME);
    assertThat(now.currentSnapshot().snapshotId()).isEqualTo(made.snapshotId());
    try (CloseableIterable<FileScanTask> files = now.newScan().planFiles()) {
      assertThat(files).hasSize(1);
    }
  }
}

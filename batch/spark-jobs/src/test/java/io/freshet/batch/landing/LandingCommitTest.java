package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.LyingOperations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
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
import org.junit.jupiter.api.Test;

class LandingCommitTest {
  private static final TableIdentifier NAME = TableIdentifier.of("raw", "rides");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "ride_id", Types.LongType.get()));
  private static final Position FILE = new Position(1, 17);

  @Test
  void landsAFileOnceThoughTheCatalogSpeaksOfAConflictWithItself() throws IOException {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    Table table = catalog.createTable(NAME, SCHEMA);
    Ledger seen =
        TableProvisioner.numberSource(table, new LogSource("files", "landing/rides", "table-1"));
    table.manageSnapshots().createBranch("land_1", table.currentSnapshot().snapshotId()).commit();
    LyingOperations lying = LyingOperations.ofAConflict(table);

    Snapshot landed =
        new LandingCommit("land/rides 1")
            .commit(
                new StagedRows(lying.table("raw.rides"), "land_1", List.of(file())),
                new LandingCommit.Share(
                    List.of(
                        new Range(FILE, Range.UNKNOWN, 0, 10, new Counts(10, 0, 0, 0), 1_000_000)),
                    Map.of("freshet.landed.17", "{}"),
                    seen,
                    (before, ledger) -> Optional.empty()));

    assertThat(lying.hasLied()).isTrue();
    Table now = catalog.loadTable(NAME);
    assertThat(now.currentSnapshot().snapshotId()).isEqualTo(landed.snapshotId());
    assertThat(Ledger.of(now.properties()).total().rows()).isEqualTo(10);
    assertThat(now.refs()).doesNotContainKey("land_1");
    try (CloseableIterable<FileScanTask> files = now.newScan().planFiles()) {
      assertThat(files).hasSize(1);
    }
  }

  private static DataFile file() {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("memory:/raw/rides/one.parquet")
        .withFileSizeInBytes(1000)
        .withRecordCount(10)
        .build();
  }
}

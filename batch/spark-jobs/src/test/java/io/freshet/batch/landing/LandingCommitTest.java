package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.FreshetException;
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
  private static final LandedFile WHOLE = new LandedFile(17, "jdbc:a#b?c=0..10", "range", 10);

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
                    List.of(WHOLE),
                    Map.of(),
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

  @Test
  void makesARangeLongerOnceThoughTwoHavePlannedIt() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    Table table = catalog.createTable(NAME, SCHEMA);
    TableProvisioner.numberSource(table, new LogSource("files", "landing/rides", "table-1"));
    table.newAppend().commit();
    commit(table, "land_1", share(0, 10, WHOLE, Map.of()));
    LandedFile longer = new LandedFile(17, "jdbc:a#b?c=0..20", "range", 20);
    LandingCommit.Share next = share(10, 20, longer, Map.of(17, WHOLE));
    commit(table, "land_2", next);

    assertThatThrownBy(() -> commit(table, "land_3", next))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Another call has landed jdbc:a#b?c=0..20 in");
    assertThatThrownBy(() -> commit(table, "land_4", share(0, 10, WHOLE, Map.of())))
        .hasMessageContaining("Another call has landed");

    Table now = catalog.loadTable(NAME);
    assertThat(LandedFile.of(now.properties())).containsExactly(Map.entry(17, longer));
    assertThat(Ledger.of(now.properties()).entries())
        .containsExactly(
            Map.entry(FILE, new Ledger.Entry(0, 20, new Counts(20, 0, 0, 0), 1_000_000)));
  }

  private static void commit(Table table, String branch, LandingCommit.Share share) {
    table.refresh();
    table.manageSnapshots().createBranch(branch, table.currentSnapshot().snapshotId()).commit();
    new LandingCommit("land/rides " + branch)
        .commit(new StagedRows(table, branch, List.of(file())), share);
  }

  private static LandingCommit.Share share(
      long first, long end, LandedFile file, Map<Integer, LandedFile> extended) {
    return new LandingCommit.Share(
        List.of(new Range(FILE, Range.UNKNOWN, first, end, new Counts(10, 0, 0, 0), 1_000_000)),
        List.of(file),
        extended,
        Ledger.EMPTY,
        (before, ledger) -> Optional.empty());
  }

  private static DataFile file() {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("memory:/raw/rides/one.parquet")
        .withFileSizeInBytes(1000)
        .withRecordCount(10)
        .build();
  }
}

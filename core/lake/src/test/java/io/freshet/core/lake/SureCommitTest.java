package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LyingOperations;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SureCommitTest {
  private static final String WRITER = "test/1";

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private Table table;

  @BeforeEach
  void makeATable() {
    catalog.initialize("test", Map.of());
    new TableProvisioner(catalog).plan(Delivery.contract()).step().run();
    table = load();
  }

  @Test
  void isThereOnceThoughTheCatalogSpeaksOfAConflictWithItself() throws IOException {
    isThereOnce(LyingOperations.ofAConflict(table));
  }

  @Test
  void isThereOnceThoughTheAnswerIsLost() throws IOException {
    isThereOnce(LyingOperations.ofALostAnswer(table));
  }

  @Test
  void isThereOnceThoughTheConnectionBreaks() throws IOException {
    isThereOnce(LyingOperations.ofALostConnection(table));
  }

  private void isThereOnce(LyingOperations lying) throws IOException {
    Snapshot snapshot =
        new SureCommit(lying.table("deliveries"), WRITER).make(SureCommitTest::append);

    assertThat(lying.hasLied()).isTrue();
    Table now = load();
    assertThat(now.currentSnapshot().snapshotId()).isEqualTo(snapshot.snapshotId());
    assertThat(now.currentSnapshot().summary()).containsEntry("total-data-files", "1");
    assertThat(now.properties()).containsEntry("done", "yes");
    try (CloseableIterable<FileScanTask> files = now.newScan().planFiles()) {
      assertThat(files).as("its manifests are still there").hasSize(1);
    }
  }

  @Test
  void saysThatOthersWereFaster() {
    CommitFailedException refused = new CommitFailedException("branch main has changed");

    assertThatThrownBy(() -> new SureCommit(table, WRITER).make(ends(refused))).isSameAs(refused);
  }

  @Test
  void saysThatNobodyKnows() {
    Exception away = new IllegalStateException("the catalog is away");

    assertThatThrownBy(() -> new SureCommit(table, WRITER).make(ends(away)))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("The catalog did not say whether it committed test/1 to ")
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.DEPENDENCY);
  }

  /** As a transaction of ours ends when it meets that. */
  private static Consumer<Transaction> ends(Exception met) {
    return transaction -> {
      throw new CommitStateUnknownException(met);
    };
  }

  @Test
  void aSourceIsNumberedOnceThoughTheCatalogSpeaksOfAConflict() {
    isNumberedOnce(LyingOperations.ofAConflict(table));
  }

  @Test
  void aSourceIsNumberedOnceThoughTheAnswerIsLost() {
    isNumberedOnce(LyingOperations.ofALostAnswer(table));
  }

  private void isNumberedOnce(LyingOperations lying) {
    LogSource source = new LogSource("cluster", "deliveries", "topic-1");

    Ledger ledger = TableProvisioner.numberSource(lying.table("deliveries"), source);

    assertThat(lying.hasLied()).isTrue();
    assertThat(ledger.sources()).containsExactly(Map.entry(1, source));
    Table now = load();
    assertThat(now.snapshots()).hasSize(1);
    assertThat(now.io().newInputFile(now.currentSnapshot().manifestListLocation()).exists())
        .isTrue();
  }

  private static void append(Transaction transaction) {
    AppendFiles append = transaction.newAppend().appendFile(file());
    append.set(CommitSummary.WRITER, WRITER);
    append.commit();
    transaction.updateProperties().set("done", "yes").commit();
  }

  private static DataFile file() {
    return DataFiles.builder(TableLayout.of(Delivery.contract()).spec())
        .withPath("memory:/deliveries/%s.parquet".formatted(UUID.randomUUID()))
        .withPartitionPath("event_time_day=2026-03-01")
        .withFileSizeInBytes(1000)
        .withRecordCount(10)
        .build();
  }

  private Table load() {
    return catalog.loadTable(TableLayout.name(Delivery.contract()));
  }
}

package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a writer that commits whenever somebody is about to change a reference. */
class ReferencesTest {
  private static final TableIdentifier NAME = TableIdentifier.of("raw", "pings");

  private Table table;
  private Table writers;

  @BeforeEach
  void make() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("lake", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    catalog
        .buildTable(
            NAME, new Schema(List.of(Types.NestedField.required(1, "id", Types.LongType.get()))))
        .withProperty(TableProperties.COMMIT_NUM_RETRIES, "3")
        .withProperty(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1")
        .create();
    table = catalog.loadTable(NAME);
    writers = catalog.loadTable(NAME);
    write();
  }

  private void write() {
    writers
        .newAppend()
        .appendFile(
            DataFiles.builder(writers.spec())
                .withPath("memory:/%d".formatted(System.nanoTime()))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .build())
        .commit();
  }

  @Test
  void triesAnewWhenAWriterWasFasterOnWhatTheTableIsThen() {
    AtomicInteger tries = new AtomicInteger();

    References.change(
        table,
        references -> {
          references.createTag("now", table.currentSnapshot().snapshotId());
          if (tries.incrementAndGet() <= 2) {
            write();
          }
        });

    writers.refresh();
    assertThat(tries).hasValue(3);
    assertThat(writers.refs().get("now").snapshotId())
        .isEqualTo(writers.currentSnapshot().snapshotId());
  }

  @Test
  void givesUpAsSoonAsTheTableSaysSo() {
    AtomicInteger tries = new AtomicInteger();

    assertThatThrownBy(
            () ->
                References.change(
                    table,
                    references -> {
                      references.createTag("now", table.currentSnapshot().snapshotId());
                      tries.incrementAndGet();
                      write();
                    }))
        .isInstanceOf(CommitFailedException.class);
    assertThat(tries).hasValue(4);
    writers.refresh();
    assertThat(writers.refs()).doesNotContainKey("now");
  }

  @Test
  void doesNotTryAnewWhatTheTableRefuses() {
    AtomicInteger tries = new AtomicInteger();

    assertThatThrownBy(
            () ->
                References.change(
                    table,
                    references -> {
                      tries.incrementAndGet();
                      references.removeTag("unknown");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tries).hasValue(1);
  }
}

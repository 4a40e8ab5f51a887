package io.freshet.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerTableTest {
  private static final Contract PINGS =
      Contracts.read(Path.of("..", "contracts")).require("dasher_pings");
  private static final String FILE = "memory:/pings/1.parquet";
  private static final Held HELD = new Held(300, 4_000);

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final PeerTable peer = PeerTable.of("flink", PINGS);

  @BeforeEach
  void openCatalog() {
    catalog.initialize("lake", Map.of());
  }

  @AfterEach
  void closeCatalog() throws Exception {
    catalog.close();
  }

  @Test
  void hasOurColumnsAndPartitionsAndAsksForNoOrder() {
    peer.reset(catalog);

    Table table = catalog.loadTable(peer.name());
    assertThat(table.schema().columns())
        .extracting(column -> column.name() + " " + column.type())
        .containsExactlyElementsOf(
            TableLayout.of(PINGS).schema().columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList());
    assertThat(table.spec().fields()).hasSize(1);
    assertThat(table.sortOrder()).isEqualTo(SortOrder.unsorted());
  }

  @Test
  void hasOurPropertiesButThoseThatOnlyWeUnderstand() {
    peer.reset(catalog);

    assertThat(catalog.loadTable(peer.name()).properties())
        .containsEntry("write.parquet.compression-codec", "zstd")
        .doesNotContainKey(TableLayout.CONTRACT_VERSION);
  }

  @Test
  void isEmptyAgainAfterAReset() throws IOException {
    peer.reset(catalog);
    append(catalog.loadTable(peer.name()));
    assertThat(Held.told(catalog.loadTable(peer.name()))).isEqualTo(HELD);
    assertThat(Held.counted(catalog.loadTable(peer.name()))).isEqualTo(HELD);

    peer.reset(catalog);

    assertThat(Held.told(catalog.loadTable(peer.name()))).isEqualTo(new Held(0, 0));
  }

  private static void append(Table table) throws IOException {
    table.io().newOutputFile(FILE).create().close();
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath(FILE)
                .withPartitionPath("event_time_day=2026-06-01")
                .withFileSizeInBytes(HELD.bytes())
                .withRecordCount(HELD.rows())
                .build())
        .commit();
  }
}

package io.freshet.bench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LayoutCheckTest {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "market", Types.StringType.get()),
          Types.NestedField.required(2, "event_time", Types.TimestampType.withZone()));
  private static final List<String> COLUMNS = List.of("market", "event_time");
  private static final OffsetDateTime NOON =
      Instant.parse("2026-06-01T12:00:00Z").atOffset(ZoneOffset.UTC);

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private Table table;

  @BeforeEach
  void createTable() {
    catalog.initialize("lake", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    table =
        catalog
            .buildTable(TableIdentifier.of("raw", "pings"), SCHEMA)
            .withPartitionSpec(PartitionSpec.builderFor(SCHEMA).day("event_time").build())
            .withSortOrder(SortOrder.builderFor(SCHEMA).asc("market").build())
            .create();
  }

  @AfterEach
  void closeCatalog() throws Exception {
    catalog.close();
  }

  @Test
  void findsNothingWhereEachDayIsSorted() {
    add("2026-06-01", table.sortOrder());
    add("2026-06-02", table.sortOrder());

    assertThat(LayoutCheck.laidOut(table, 2)).isEmpty();
  }

  @Test
  void findsFilesThatNobodyHasSorted() {
    add("2026-06-01", table.sortOrder());
    add("2026-06-02", SortOrder.unsorted());

    assertThat(LayoutCheck.laidOut(table, 2))
        .containsExactly("Only 1 of 2 files of lake.raw.pings are in the table's sort order");
  }

  @Test
  void findsThatAllLiesInOneDay() {
    add("2026-06-01", table.sortOrder());

    assertThat(LayoutCheck.laidOut(table, 3))
        .containsExactly("lake.raw.pings has 1 partitions, not one for each of 3 days");
  }

  @Test
  void tellsSortedRowsFromShuffledOnes() {
    List<Record> rows = sortedRows();

    assertThat(LayoutCheck.shareInOrder(rows, SCHEMA, COLUMNS)).isEqualTo(1);

    Collections.shuffle(rows, new Random(1));
    assertThat(LayoutCheck.shareInOrder(rows, SCHEMA, COLUMNS)).isCloseTo(0.5, within(0.05));
  }

  private void add(String day, SortOrder order) {
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath("memory:/pings/%s.parquet".formatted(day))
                .withPartitionPath("event_time_day=" + day)
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .withSortOrder(order)
                .build())
        .commit();
  }

  private static List<Record> sortedRows() {
    List<Record> rows = new ArrayList<>();
    for (String market : List.of("boston", "chicago")) {
      for (int second = 0; second < 1_000; second++) {
        Record row = GenericRecord.create(SCHEMA);
        row.setField("market", market);
        row.setField("event_time", NOON.plusSeconds(second));
        rows.add(row);
      }
    }

    return rows;
  }
}

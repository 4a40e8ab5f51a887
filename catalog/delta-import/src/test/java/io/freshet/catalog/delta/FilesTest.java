package io.freshet.catalog.delta;

import static io.freshet.catalog.delta.DeltaFolder.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final String ID = field("id", "long");

  private static final String SIX_ROWS = DeltaFolder.deletionVector(3, 4, 7, 11, 18, 29);
  private static final int JULIAN_DAY_OF_1970 = 2_440_588;

  @TempDir private Path folder;
  private DeltaFolder delta;
  private LocalLake lake;

  @BeforeEach
  void begin() {
    delta = new DeltaFolder(folder.resolve("delta"));
    lake = new LocalLake(folder.resolve("lake"));
  }

  private static long[] upTo(int end) {
    long[] ids = new long[end];
    for (int i = 0; i < end; i++) {
      ids[i] = i;
    }

    return ids;
  }

  @Test
  void leavesFilesWhereTheyAreAndLetsNobodyDeleteThem() {
    delta
        .ids("a.parquet", 1)
        .protocol()
        .metadata(ID, List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");

    lake.importAll(delta);

    assertThat(lake.table().properties()).containsEntry("gc.enabled", "false");
    assertThat(lake.files()).noneMatch(name -> name.endsWith(".parquet"));
    assertThat(lake.ids(0)).containsExactly(1L);
  }

  @Test
  void ownsTheFilesThatItCopies() {
    delta
        .ids("a.parquet", 1)
        .protocol()
        .metadata(ID, List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");

    JsonNode plan = lake.copy(delta).path("plan");

    assertThat(lake.table().properties()).doesNotContainKey("gc.enabled");
    assertThat(lake.files()).filteredOn(name -> name.endsWith(".parquet")).hasSize(1);
    assertThat(plan.path("files").path("copied").path("files").asLong()).isEqualTo(1);
    assertThat(lake.ids(0)).containsExactly(1L);
  }

  @Test
  void hidesTheRowsOfDeletionVectorsFromTheVersionThatDeletedThem() {
    delta
        .ids("a.parquet", upTo(30))
        .protocol("deletionVectors")
        .metadata(ID, List.of(), Map.of("delta.enableDeletionVectors", "true"))
        .add("a.parquet")
        .commit("WRITE")
        .remove("a.parquet")
        .add("a.parquet", Map.of(), SIX_ROWS)
        .commit("DELETE");

    lake.importAll(delta);

    assertThat(lake.ids(0)).hasSize(30);
    assertThat(lake.ids(1))
        .hasSize(24)
        .doesNotContain(3L, 4L, 7L, 11L, 18L, 29L)
        .contains(2L, 5L, 28L);
  }

  @Test
  void givesDeletedRowsBackThatWereRestored() {
    delta
        .ids("a.parquet", upTo(30))
        .protocol("deletionVectors")
        .metadata(ID, List.of(), Map.of())
        .add("a.parquet", Map.of(), SIX_ROWS)
        .commit("WRITE")
        .action(
            """
            {"remove": {"path": "a.parquet", "deletionTimestamp": 1, "dataChange": true,
             "deletionVector": %s}}"""
                .formatted(SIX_ROWS))
        .add("a.parquet")
        .commit("RESTORE");

    lake.importAll(delta);

    assertThat(lake.ids(0)).hasSize(24);
    assertThat(lake.ids(1)).hasSize(30);
  }

  @Test
  void readsMappedColumnsByTheirPhysicalNamesAndKeepsTheirIds() {
    String before = mapped(7, "col-1", "old name");
    String after = mapped(7, "col-1", "new name") + "," + mapped(9, "col-2", "col-1");
    Map<String, String> mapping =
        Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "9");
    delta
        .file("a.parquet", "optional int64 col-1 = 7;", row -> row.add(0, 1L))
        .file("b.parquet", "optional int64 col-1; optional int64 col-2;", row -> both(row))
        .protocol("columnMapping")
        .metadata(before, List.of(), mapping)
        .add("a.parquet")
        .commit("WRITE")
        .metadata(after, List.of(), mapping)
        .add("b.parquet")
        .commit("WRITE");

    lake.importAll(delta);

    assertThat(lake.table().schema().findField("new name").fieldId()).isEqualTo(7);
    assertThat(lake.at(0, row -> row.getField("old name"))).containsExactly(1L);
    assertThat(lake.at(1, row -> row.getField("new name") + " " + row.getField("col-1")))
        .containsExactlyInAnyOrder("1 null", "2 3");
  }

  private static void both(Group row) {
    row.add(0, 2L);
    row.add(1, 3L);
  }

  private static String mapped(int id, String physical, String name) {
    return """
        {"name": "%s", "type": "long", "nullable": true, "metadata":
         {"delta.columnMapping.id": %d, "delta.columnMapping.physicalName": "%s"}}"""
        .formatted(name, id, physical);
  }

  @Test
  void takesPartitionValuesFromTheLog() {
    Map<String, String> values = new HashMap<>();
    values.put("day", "2024-02-29");
    values.put("hour", "7");
    values.put("price", "1.50");
    values.put("at", "2024-02-29 13:14:15.5");
    values.put("city", null);
    delta
        .ids("day=2024-02-29/a.parquet", 1)
        .protocol()
        .metadata(
            String.join(
                ",",
                ID,
                field("day", "date"),
                field("hour", "byte"),
                field("price", "decimal(5,2)"),
                field("at", "timestamp"),
                field("city", "string")),
            List.of("day", "hour", "price", "at", "city"),
            Map.of())
        .add("day=2024-02-29/a.parquet", values)
        .commit("WRITE");

    lake.importAll(delta);

    assertThat(lake.at(0, row -> List.of(row.getField("day"), row.getField("hour"))))
        .containsExactly(List.of(LocalDate.parse("2024-02-29"), 7));
    assertThat(lake.at(0, row -> row.getField("price"))).containsExactly(new BigDecimal("1.50"));
    assertThat(lake.at(0, row -> row.getField("city"))).containsExactly((Object) null);
    assertThat(lake.table().spec().fields()).hasSize(5);
  }

  @Test
  void rewritesTimesThatIcebergDoesNotHave() {
    long nanosOfDay = 3_661_000_000_000L;
    Binary time =
        Binary.fromConstantByteArray(
            ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanosOfDay)
                .putInt(JULIAN_DAY_OF_1970 + 1)
                .array());
    delta
        .file("a.parquet", "optional int96 at;", row -> row.add("at", time))
        .protocol()
        .metadata(field("at", "timestamp"), List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");

    JsonNode plan = lake.importAll(delta).path("plan");

    assertThat(plan.path("files").path("why_rewritten").path("times are INT96").asInt())
        .isEqualTo(1);
    assertThat(lake.at(0, row -> row.getField("at")))
        .containsExactly(OffsetDateTime.parse("1970-01-02T01:01:01Z"));
  }

  @Test
  void keepsTheTypesOfColumns() {
    String nested =
        """
        {"name": "tags", "nullable": true, "metadata": {}, "type":
         {"type": "map", "keyType": "string", "valueType": "integer", "valueContainsNull": true}},
        {"name": "stops", "nullable": true, "metadata": {}, "type":
         {"type": "array", "elementType": {"type": "struct", "fields": [%s]}, "containsNull": true}}
        """
            .formatted(field("name", "string"));
    delta
        .file(
            "a.parquet",
            """
            required int32 small (INTEGER(8,true)); optional int64 local (TIMESTAMP(MICROS,false));
            optional group tags (MAP) { repeated group key_value {
              required binary key (STRING); optional int32 value; } }
            optional group stops (LIST) { repeated group list {
              optional group element { optional binary name (STRING); } } }""",
            row -> {
              row.append("small", 5).append("local", 1_000_001L);
              row.addGroup("tags").addGroup(0).append("key", "a").append("value", 1);
              row.addGroup("stops").addGroup(0).addGroup(0).append("name", "first");
            })
        .protocol("timestampNtz")
        .metadata(
            String.join(
                ",",
                field("small", "byte").replace("true", "false"),
                field("local", "timestamp_ntz"),
                nested),
            List.of(),
            Map.of())
        .add("a.parquet")
        .commit("WRITE");

    JsonNode plan = lake.importAll(delta).path("plan");

    assertThat(plan.path("files").path("in_place").path("files").asLong()).isEqualTo(1);
    assertThat(lake.table().schema().findField("small").isRequired()).isTrue();
    assertThat(lake.table().schema().findType("local"))
        .isEqualTo(Types.TimestampType.withoutZone());
    assertThat(lake.at(0, row -> row.getField("local")))
        .containsExactly(LocalDateTime.parse("1970-01-01T00:00:01.000001"));
    assertThat(lake.at(0, row -> row.getField("tags"))).containsExactly(Map.of("a", 1));
    assertThat(lake.at(0, row -> row.getField("stops").toString()))
        .containsExactly("[Record(first)]");
  }

  @Test
  void rewritesAFileThatBearsIdsOfItsOwn() {
    delta
        .file("a.parquet", "optional int64 other = 1; optional int64 id = 2;", row -> both(row))
        .protocol()
        .metadata(ID + "," + field("other", "long"), List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");

    JsonNode plan = lake.importAll(delta).path("plan");

    assertThat(plan.path("files").path("rewritten").path("files").asLong()).isEqualTo(1);
    assertThat(lake.at(0, row -> row.getField("id") + " " + row.getField("other")))
        .containsExactly("3 2");
  }

  @Test
  void keepsFootersBoundsSoThatQueriesCanSkipFiles() throws Exception {
    delta
        .ids("a.parquet", 1, 2)
        .protocol()
        .metadata(ID, List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");

    lake.importAll(delta);

    try (CloseableIterable<FileScanTask> tasks =
        lake.table().newScan().includeColumnStats().planFiles()) {
      assertThat(tasks)
          .singleElement()
          .satisfies(
              task -> {
                assertThat(task.file().recordCount()).isEqualTo(2);
                assertThat(task.file().upperBounds()).containsKey(1);
              });
    }
  }
}

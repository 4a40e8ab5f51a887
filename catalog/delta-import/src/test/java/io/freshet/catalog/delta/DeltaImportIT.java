package io.freshet.catalog.delta;

import static io.freshet.catalog.delta.DeltaFolder.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.catalog.delta.source.Location;
import io.freshet.catalog.delta.source.SourceFiles;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports into the real catalog, and lets Trino read what came of it: tables that it writes itself
 * with all that Delta has, and those that others have written, in the folder that {@code
 * FRESHET_DELTA} names; see DEVELOPMENT.md.
 */
class DeltaImportIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.TRINO);

  /** Rows that the newest version of each is known to have. */
  private static final Map<String, Long> KNOWN =
      Map.of(
          "COVID-19_NYT", 1_111_930L,
          "delta-0.8.0-partitioned", 7L,
          "simple_table", 3L,
          "table-with-dv-small", 8L,
          "table_with_column_mapping", 5L);

  private static final int WRONG_USE = 2;

  @TempDir private Path folder;

  private static List<Path> recorded() throws IOException {
    String tables = System.getenv("FRESHET_DELTA");
    assumeTrue(tables != null, "FRESHET_DELTA names no folder with Delta tables: left out");
    try (Stream<Path> found = Files.list(Path.of(tables))) {
      return found
          .filter(table -> Files.isDirectory(table.resolve("_delta_log")))
          .sorted()
          .toList();
    }
  }

  @Test
  void copiesTablesOfThisMachineWithAllThatDeltaHas() throws Exception {
    for (WrittenTable table : WrittenTable.all(folder)) {
      requireRows(table, copied(table.delta().root()));
    }
  }

  @Test
  void leavesTablesOfTheObjectStoreWhereTheyAreWithAllThatDeltaHas() throws Exception {
    for (WrittenTable table : WrittenTable.all(folder)) {
      requireRows(table, left(table.delta().root()));
    }
  }

  private static void requireRows(WrittenTable table, JsonNode result) throws SQLException {
    assertThat(asked("select %s from %s".formatted(table.row(), name(result))))
        .as(table.delta().root().toString())
        .containsExactlyInAnyOrderElementsOf(table.rows());
  }

  @Test
  void copiesTheRecordedTablesOfThisMachine() throws Exception {
    for (Path table : recorded()) {
      requireKnownRows(table, copied(table));
    }
  }

  @Test
  void leavesTheRecordedTablesOfTheObjectStoreWhereTheyAre() throws Exception {
    for (Path table : recorded()) {
      requireKnownRows(table, left(table));
    }
  }

  private JsonNode copied(Path table) throws Exception {
    JsonNode result = imported(table.toString(), "--verify-history");
    assertThat(result.path("plan").path("files").path("in_place").path("files").asLong()).isZero();
    requireVersionsInTrino(result);

    return result;
  }

  private JsonNode left(Path table) throws Exception {
    JsonNode result = imported(uploaded(table), "--verify-history");
    assertThat(result.path("plan").path("files").path("in_place").path("files").asLong())
        .isPositive();
    assertThat(table(result).properties()).containsEntry("gc.enabled", "false");
    requireVersionsInTrino(result);

    return result;
  }

  private static void requireKnownRows(Path table, JsonNode result) {
    Optional.ofNullable(KNOWN.get(table.getFileName().toString()))
        .ifPresent(
            rows ->
                assertThat(result.path("receipt").path("rows").asLong())
                    .as(table.toString())
                    .isEqualTo(rows));
  }

  @Test
  void letsTrinoReadMappedColumnsAndPartitions() throws Exception {
    DeltaFolder delta = new DeltaFolder(folder.resolve("mapped"));
    String columns =
        mapped(1, "p-1", "market day", "date") + "," + mapped(2, "p-2", "dashers", "long");
    delta
        .file(
            "a.parquet", "optional int64 p-2 = 2;", row -> row.add(0, 10L), row -> row.add(0, 20L))
        .file("b.parquet", "optional int64 p-2;", row -> row.add(0, 30L))
        .protocol("columnMapping")
        .metadata(
            columns,
            List.of("market day"),
            Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "2"))
        .add("a.parquet", Map.of("p-1", "2026-03-01"))
        .add("b.parquet", Map.of("p-1", "2026-03-02"))
        .commit("WRITE");

    JsonNode result = imported(uploaded(delta.root()));

    assertThat(
            asked(
                "select cast(\"market day\" as varchar) || ' ' || cast(dashers as varchar) from %s"
                    .formatted(name(result))))
        .containsExactlyInAnyOrder("2026-03-01 10", "2026-03-01 20", "2026-03-02 30");
    assertThat(
            asked(
                "select cast(dashers as varchar) from %s where \"market day\" = date '2026-03-02'"
                    .formatted(name(result))))
        .containsExactly("30");
  }

  private static String mapped(int id, String physical, String name, String type) {
    return """
        {"name": "%s", "type": "%s", "nullable": true, "metadata":
         {"delta.columnMapping.id": %d, "delta.columnMapping.physicalName": "%s"}}"""
        .formatted(name, type, id, physical);
  }

  @Test
  void importsOnceAndThenLeavesTheTableAlone() throws Exception {
    DeltaFolder delta = oneRow("once");
    String name = "raw." + platform.uniqueName("once");

    assertThat(run(delta.root().toString(), "--as", name)).isZero();
    assertThat(run(delta.root().toString(), "--as", name)).isZero();

    assertThat(result().path("receipt").path("outcome").asText()).isEqualTo("unchanged");
  }

  @Test
  void saysWithItsExitCodeThatThereIsNoTable() throws Exception {
    assertThat(run("s3://lake/nothing-is-here")).isEqualTo(WRONG_USE);
    assertThat(result().path("ok").asBoolean()).isFalse();
    assertThat(result().path("failure").asText())
        .startsWith("No Delta table is at s3://lake/nothing-is-here");
  }

  private DeltaFolder oneRow(String name) {
    return new DeltaFolder(folder.resolve(name))
        .ids("a.parquet", 1)
        .protocol()
        .metadata(field("id", "long"), List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");
  }

  private JsonNode imported(String path, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(path, "--as", "raw." + platform.uniqueName("delta")));
    arguments.addAll(List.of(options));

    assertThat(run(arguments.toArray(String[]::new))).as(path).isZero();

    return result();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--profile", platform.profile().toString(), "--json", resultFile().toString()));

    return DeltaImportApplication.run(all.toArray(String[]::new));
  }

  private Path resultFile() {
    return folder.resolve("result.json");
  }

  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(resultFile().toFile());
  }

  private static String name(JsonNode result) {
    return result.path("receipt").path("table").asText();
  }

  private static LakeSettings lake() {
    Settings settings = platform.settings();

    return LakeSettings.from(settings);
  }

  private static Table table(JsonNode result) throws Exception {
    Catalog catalog = LakeCatalog.open(lake());
    try (AutoCloseable closed = (AutoCloseable) catalog) {
      return catalog.loadTable(TableIdentifier.parse(name(result)));
    }
  }

  /** The same table in the object store. */
  private static String uploaded(Path table) throws IOException {
    String bucket = lake().warehouse().replaceAll("^(s3://[^/]+).*", "$1");
    String target = "%s/delta/%s".formatted(bucket, platform.uniqueName("source"));
    try (SupportsPrefixOperations store = SourceFiles.open(Location.of(target), lake());
        Stream<Path> files = Files.walk(table)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = target + "/" + table.relativize(file);
        try (OutputStream out = store.newOutputFile(path).create()) {
          Files.copy(file, out);
        }
      }
    }

    return target;
  }

  /** Trino counts in each snapshot what the version has. */
  private static void requireVersionsInTrino(JsonNode result) throws SQLException {
    for (JsonNode version : result.path("receipt").path("versions")) {
      assertThat(
              asked(
                  "select cast(count(*) as varchar) from %s for version as of %d"
                      .formatted(name(result), version.path("snapshot_id").asLong())))
          .as("%s at version %s", name(result), version.path("version"))
          .containsExactly(version.path("rows").asText());
    }
  }

  private static List<String> asked(String query) throws SQLException {
    Properties user = new Properties();
    user.setProperty("user", platform.settings().text("trino.user"));
    String url =
        "jdbc:trino://%s:%s/lake"
            .formatted(
                platform.settings().text("trino.host"), platform.settings().text("trino.port"));
    List<String> values = new ArrayList<>();
    try (Connection trino = DriverManager.getConnection(url, user);
        ResultSet rows = trino.createStatement().executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }

    return values;
  }
}

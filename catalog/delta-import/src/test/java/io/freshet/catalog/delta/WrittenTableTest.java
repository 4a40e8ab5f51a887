package io.freshet.catalog.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a platform; {@link DeltaImportIT} lets Trino read the same tables. */
class WrittenTableTest {
  @TempDir private Path folder;

  @Test
  void isImportedWithItsRowsWhereItIs() {
    for (WrittenTable table : WrittenTable.all(folder)) {
      requireRows(table, lake(table).importAll(table.delta()));
    }
  }

  @Test
  void isCopiedWithItsRows() {
    for (WrittenTable table : WrittenTable.all(folder)) {
      requireRows(table, lake(table).copy(table.delta()));
    }
  }

  private LocalLake lake(WrittenTable table) {
    return new LocalLake(folder.resolve("lake_of_" + table.delta().root().getFileName()));
  }

  private static void requireRows(WrittenTable table, JsonNode result) {
    assertThat(result.path("receipt").path("rows").asInt())
        .as(table.delta().root().toString())
        .isEqualTo(table.rows().size());
  }
}

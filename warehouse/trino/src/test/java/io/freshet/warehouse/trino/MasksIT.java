package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who sees what of tables and views on a real Trino, and that no way leads around it. */
class MasksIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.CATALOG);

  private static RideWarehouse warehouse;

  @BeforeAll
  static void make(@TempDir Path folder) {
    warehouse = RideWarehouse.make(platform, folder);
  }

  @AfterAll
  static void close() throws Exception {
    warehouse.close();
  }

  @Test
  void anAnalystSeesNoPersonAndNoSecret() {
    assertThat(warehouse.ask("ana", "SELECT city, rider_id, place, note FROM raw.%s ORDER BY 1"))
        .containsExactly("bergen|null|null|null", "oslo|null|null|null");
  }

  @Test
  void aMaskedValueCanNotBeFoundOutByAskingForIt() {
    assertThat(warehouse.ask("ana", "SELECT count(*) FROM raw.%s WHERE rider_id = 1"))
        .containsExactly("0");
    assertThat(warehouse.ask("ana", "SELECT count(DISTINCT rider_id), max(rider_id) FROM raw.%s"))
        .containsExactly("0|null");
  }

  @Test
  void aLeadSeesOnlyTheirOwnCityAndWhatTheContractLetsThem() {
    assertThat(warehouse.ask("lea", "SELECT city, rider_id, from_utf8(note) FROM raw.%s"))
        .containsExactly("oslo|null|hello");
    assertThat(warehouse.ask("lea", "SELECT count(*) FROM raw.%s")).containsExactly("1");
  }

  @Test
  void aDataScientistSeesPersonsAndAnEngineerEverything() {
    assertThat(warehouse.ask("dan", "SELECT rider_id, place.street, note FROM raw.%s ORDER BY 1"))
        .containsExactly("1|Storgata|null", "2|Storgata|null");
    assertThat(warehouse.ask("eve", "SELECT rider_id, from_utf8(note) FROM raw.%s ORDER BY 1"))
        .containsExactly("1|hello", "2|hello");
  }

  @Test
  void anOlderSnapshotIsMaskedAlike() {
    String snapshot =
        warehouse.ask("ana", "SELECT max(snapshot_id) FROM raw.\"%s$snapshots\"").get(0);

    assertThat(
            warehouse.ask(
                "ana", "SELECT DISTINCT rider_id FROM raw.%s FOR VERSION AS OF " + snapshot))
        .containsExactly("null");
  }

  @Test
  void metadataTablesThatHoldValuesAreClosed() {
    for (String metadata : List.of("files", "partitions", "entries", "all_entries", "manifests")) {
      String sql = "SELECT * FROM raw.\"%s$" + metadata + "\"";
      for (String user : List.of("ana", "lea", "dan")) {
        warehouse.refused(user, sql);
      }
    }
    assertThat(warehouse.ask("eve", "SELECT count(*) FROM raw.\"%s$files\"")).containsExactly("2");
  }

  @Test
  void statisticsOfAMaskedColumnTellNothing() {
    String stats = "SHOW STATS FOR raw.%s";

    assertThat(warehouse.ask("ana", stats))
        .filteredOn(row -> row.startsWith("rider_id|"))
        .singleElement()
        .asString()
        .endsWith("|null|null");
    assertThat(warehouse.ask("eve", stats))
        .filteredOn(row -> row.startsWith("rider_id|"))
        .singleElement()
        .asString()
        .endsWith("|1|2");
  }

  @Test
  void whereARowLiesTellsNothingOfAMaskedPartition() {
    for (String hidden : List.of("$path", "$partition")) {
      String sql = "SELECT \"%s\" FROM %s".formatted(hidden, warehouse.days());
      warehouse.refused("ana", sql);
      assertThat(warehouse.ask("eve", sql)).singleElement().asString().contains("rider_id=1");
    }
    assertThat(warehouse.ask("ana", "SELECT * FROM " + warehouse.days()))
        .containsExactly("null|2026-03-01");
  }

  @Test
  void changesOfATableAreNoWayAroundItsMasks() {
    warehouse.refused(
        "ana",
        "SELECT * FROM TABLE(lake.system.table_changes(schema_name => 'raw', table_name => '%s',"
            + " start_snapshot_id => 1, end_snapshot_id => 2))");
  }

  @Test
  void aViewShowsNobodyMoreThanItsTable() {
    assertThat(warehouse.ask("ana", "SELECT DISTINCT rider_id, place_latitude FROM views.%s"))
        .containsExactly("null|null");
    assertThat(warehouse.ask("lea", "SELECT city FROM views.%s")).containsExactly("oslo");
    warehouse.refused("lea", "SELECT * FROM views." + warehouse.cities());
  }

  @Test
  void nobodyButThePlatformChangesAnything() {
    warehouse.refused("eve", "DELETE FROM raw.%s");
    warehouse.refused("eve", "DROP TABLE raw.%s");
    warehouse.refused("eve", "CREATE TABLE raw.mine AS SELECT 1 AS a");
    warehouse.refused("eve", "CREATE OR REPLACE VIEW views.%s AS SELECT 1 AS a");
    warehouse.refused("eve", "CALL lake.system.unregister_table('raw', '%s')");
  }

  @Test
  void aStrangerSeesNothing() {
    warehouse.refused("zed", "SELECT * FROM raw.%s");
    warehouse.refused("zed", "SELECT * FROM freshet.freshness");
    warehouse.refused("zed", "SHOW SCHEMAS FROM lake");
    warehouse.refused("zed", "SELECT * FROM system.runtime.queries");
    warehouse.refused("zed", "SELECT * FROM system.jdbc.tables");
  }

  @Test
  void otherPeoplesQueriesAreNotForReading() {
    warehouse.refused("ana", "SELECT query FROM system.runtime.queries");
  }

  @Test
  void deadLettersShowTheirCauseAndNotTheirBytesByRole() {
    String where = " WHERE contract = '" + warehouse.rides() + "'";

    assertThat(warehouse.ask("ana", "SELECT cause, payload FROM views.dead_letters" + where))
        .containsExactly("broken|null");
    assertThat(warehouse.ask("eve", "SELECT cause, payload FROM views.dead_letters" + where))
        .containsExactly("broken|secret");
    assertThat(
            warehouse.ask(
                "ana",
                "SELECT cause, events, newest_detail FROM views.dead_letters_by_cause" + where))
        .containsExactly("broken|1|no city");
  }
}

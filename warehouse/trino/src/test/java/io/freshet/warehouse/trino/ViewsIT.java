package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Change;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableWatermark;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What views, comments and freshness say to those who ask a real Trino. */
class ViewsIT {
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
  void aViewIsFlatAndAReferenceHasItsNewestRow() {
    assertThat(
            warehouse.ask(
                "eve",
                "SELECT place_latitude, place_street, note FROM views.%s WHERE rider_id = 1"))
        .containsExactly("59.9|Storgata|hello");
    assertThat(warehouse.ask("ana", "SELECT city, latitude FROM views." + warehouse.cities()))
        .containsExactly("oslo|59.92");
  }

  @Test
  void tablesViewsAndColumnsSayWhatTheyAre() {
    assertThat(warehouse.ask("freshet", "SHOW CREATE TABLE raw.%s").get(0))
        .contains("city varchar NOT NULL COMMENT 'Where it was'")
        .contains("COMMENT 'Every ride'")
        .contains("_offset bigint NOT NULL COMMENT 'Kafka offset'");
    assertThat(
            warehouse.ask(
                "ana",
                "SELECT comment FROM system.metadata.table_comments WHERE catalog_name = 'lake' AND"
                    + " schema_name = 'views' AND table_name = '%s'"))
        .containsExactly("Every ride. Easy to read; the whole is in raw." + warehouse.rides());
    assertThat(warehouse.ask("ana", "SHOW COLUMNS FROM views.%s"))
        .contains("place_latitude|double||Degrees north");
  }

  @Test
  void viewsThatAreAsTheyShouldBeAreLeftAlone() {
    assertThat(warehouse.viewChanges()).extracting(Change::action).containsOnly(Change.Action.NONE);
  }

  @Test
  void freshnessIsAskedInSqlByEveryRole() {
    assertThat(
            warehouse.ask(
                "lea",
                "SELECT kind, owner, budget_seconds, last_commit > current_timestamp - INTERVAL '1' HOUR,"
                    + " verdict FROM freshet.freshness WHERE table_name = 'raw.%s'"))
        .containsExactly("event|riders|60|true|unknown");
  }

  @Test
  void aTableThatItsWriterFedJustNowIsFresh() {
    Table table = warehouse.catalog().loadTable(TableIdentifier.of("raw", warehouse.cities()));
    table.newAppend().set(CommitSummary.RECEIVED_TO_COMMIT, "21:5").commit();
    table.updateProperties().set(TableWatermark.PROPERTY, "2026-03-01T12:00:00Z").commit();

    assertThat(
            warehouse.ask(
                "ana",
                "SELECT verdict, age_seconds > 1, format_datetime(watermark, 'yyyy-MM-dd HH') FROM"
                    + " freshet.freshness WHERE table_name = 'raw.%s'"
                        .formatted(warehouse.cities())))
        .containsExactly("fresh|true|2026-03-01 12");
  }

  @Test
  void aDerivedTableIsAsOldAsItsNewestDayWhateverElseIsCommitted() {
    String sql =
        "SELECT verdict, age_seconds > commit_age_seconds FROM freshet.freshness WHERE table_name ="
            + " '%s'".formatted(warehouse.days());
    Table table = warehouse.catalog().loadTable(TableIdentifier.parse(warehouse.days()));

    assertThat(warehouse.ask("ana", sql)).containsExactly("unknown|null");

    publish(table, "2026-03-02");
    table.newAppend().commit(); // as a compaction does
    assertThat(warehouse.ask("ana", sql)).containsExactly("fresh|true");

    publish(table, "2026-02-28");
    assertThat(warehouse.ask("ana", sql)).containsExactly("fresh|true");
  }

  private static void publish(Table table, String day) {
    Transaction transaction = table.newTransaction();
    transaction.newAppend().set(PublishedDay.DAY, day).commit();
    new PublishedDay(LocalDate.parse(day), 1, Optional.empty())
        .properties()
        .forEach((key, value) -> transaction.updateProperties().set(key, value).commit());
    transaction.commitTransaction();
  }
}

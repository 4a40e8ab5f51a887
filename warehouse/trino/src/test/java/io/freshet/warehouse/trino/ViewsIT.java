package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.CutPlan;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.warehouse.trino.cut.CutMaker;
import io.freshet.warehouse.trino.view.CutViews;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
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

  @FullOnly
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

  @FullOnly
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

    publishTogether(table, "2026-03-01", "2026-03-03");
    assertThat(warehouse.ask("ana", sql)).containsExactly("fresh|false");
    table.newAppend().commit();
    assertThat(warehouse.ask("ana", sql)).containsExactly("fresh|true");
  }

  @FullOnly
  @Test
  void aCutRerunsIdenticallyAndRowsThatComeLaterAreCountedAgainstIt() {
    CutMaker maker = new CutMaker(warehouse.catalog());
    Cuts cuts = new Cuts(warehouse.catalog());
    List<Contract> contracts = Cuts.ofDomain("transport", warehouse.contracts());
    CutName name = CutName.parse("cut_2026_03_01_12");
    Contract rides = warehouse.contracts().require(warehouse.rides());
    String count = "SELECT count(*), max(rider_id) FROM %s.%s".formatted(name, warehouse.rides());
    String identity =
        "SELECT _source, _stream_partition, _offset FROM %s.%s".formatted(name, warehouse.rides());
    ride(1001, "2026-03-01 11:59:59");
    ride(1002, "2026-03-01 12:00:00");

    assertThat(CutPlan.of(name, cuts.tables(contracts, Optional.of(name), Set.of())).waitsFor())
        .contains("raw.%s has no watermark yet".formatted(warehouse.rides()));
    warehouse
        .catalog()
        .loadTable(TableIdentifier.of("raw", warehouse.rides()))
        .updateProperties()
        .set(TableWatermark.PROPERTY, "2026-03-01T12:30:00Z")
        .commit();
    CutPlan plan = CutPlan.of(name, cuts.tables(contracts, Optional.of(name), Set.of()));
    Cut cut = maker.make(plan, contracts, Instant.now(), Duration.ofDays(30));
    assertThat(warehouse.ask("eve", count)).containsExactly("1|1001");
    assertThat(warehouse.ask("freshet", identity)).containsExactly("1|0|1001");

    ride(1003, "2026-03-01 08:00:00");
    CutPlan again = CutPlan.of(name, cuts.tables(contracts, Optional.of(name), Set.of()));
    assertThat(maker.make(again, contracts, Instant.now(), Duration.ofDays(30)).tables())
        .isEqualTo(cut.tables());
    assertThat(warehouse.ask("eve", count)).containsExactly("1|1001");
    assertThat(warehouse.ask("ana", count)).containsExactly("1|null");
    assertThat(warehouse.ask("freshet", CutViews.countThen(rides, name))).containsExactly("1");
    assertThat(warehouse.ask("freshet", CutViews.countNow(rides, name))).containsExactly("2");
    assertThat(
            warehouse.ask("ana", "SELECT latitude FROM %s.%s".formatted(name, warehouse.cities())))
        .containsExactly("59.91");
    assertThat(
            warehouse.ask(
                "ana", "SELECT count(*) FROM %s.%s".formatted(name, Rides.days(warehouse.rides()))))
        .containsExactly("0");
    assertThat(cuts.of(name)).extracting(Cut::domain).containsExactly("transport");

    maker.drop(cut);
    maker.drop(cut);
    assertThat(cuts.of(name)).isEmpty();
    assertThat(warehouse.catalog().loadTable(TableIdentifier.of("raw", warehouse.rides())).refs())
        .doesNotContainKey(name.toString());
  }

  private static void ride(int rider, String time) {
    warehouse.execute(
        "freshet",
        "INSERT INTO raw.%s (city, rider_id, event_time, _source, _stream_partition, _offset,"
                .formatted(warehouse.rides())
            + " _received_at) VALUES ('oslo', %d, TIMESTAMP '%s UTC', 1, 0, %d,"
                .formatted(rider, time, rider)
            + " current_timestamp)");
  }

  private static void publish(Table table, String day) {
    Transaction transaction = table.newTransaction();
    transaction.newAppend().set(PublishedDay.DAY, day).commit();
    published(day).forEach((key, value) -> transaction.updateProperties().set(key, value).commit());
    transaction.commitTransaction();
  }

  /** As a backfill does. */
  private static void publishTogether(Table table, String... days) {
    Transaction transaction = table.newTransaction();
    AppendFiles append = transaction.newAppend();
    for (String day : days) {
      published(day).forEach(append::set);
    }
    append.commit();
    UpdateProperties properties = transaction.updateProperties();
    for (String day : days) {
      published(day).forEach(properties::set);
    }
    properties.commit();
    transaction.commitTransaction();
  }

  private static Map<String, String> published(String day) {
    return new PublishedDay(LocalDate.parse(day), 1, Optional.empty()).properties();
  }
}

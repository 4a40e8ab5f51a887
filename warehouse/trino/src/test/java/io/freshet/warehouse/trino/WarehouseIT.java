package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.warehouse.trino.access.AccessFiles;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.AccessToken;
import io.freshet.warehouse.trino.access.Groups;
import io.freshet.warehouse.trino.scratch.ExpiryPlan;
import io.freshet.warehouse.trino.scratch.ExpiryReceipt;
import io.freshet.warehouse.trino.scratch.ScratchSchemas;
import io.freshet.warehouse.trino.view.FreshnessView;
import io.freshet.warehouse.trino.view.LakeView;
import io.freshet.warehouse.trino.view.ReadableViews;
import io.freshet.warehouse.trino.view.ViewProvisioner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rules and views on a real Trino, asked by real users. */
class WarehouseIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.TRINO);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ROW =
      "(%s, _source, _stream_partition, _offset, _received_at) VALUES (%s, 1, 0, %d, current_timestamp)";

  private static String rides;
  private static String cities;
  private static String days;
  private static Contracts contracts;
  private static Catalog catalog;

  @BeforeAll
  static void makeTables(@TempDir Path folder) throws SQLException {
    rides = platform.uniqueName("rides");
    cities = platform.uniqueName("cities");
    days = "clean." + Rides.days(rides);
    contracts = Rides.contracts(folder, rides, cities);
    catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    TableProvisioner tables = new TableProvisioner(catalog);
    contracts.all().stream()
        .filter(contract -> contract.table().isPresent())
        .map(tables::plan)
        .forEach(change -> change.step().run());
    viewChanges().forEach(change -> change.step().run());
    Set<String> roles = AccessRules.roles(contracts);
    new AccessFiles(Path.of(platform.settings().text("trino.access-folder")))
        .write(
            contracts,
            Groups.none()
                .withRole("ana", "analyst", roles)
                .withRole("lea", "city_lead", roles)
                .withRole("dan", "data_scientist", roles)
                .withRole("eve", "data_engineer", roles)
                .withTeam("ana", "growth")
                .withTeam("eve", "growth"));
    insert(rides, "city, rider_id, place, note, event_time", ride("oslo", 1), 1);
    insert(rides, "city, rider_id, place, note, event_time", ride("bergen", 2), 2);
    insert(cities, "city, latitude, event_time", city("59.91", "2026-03-01"), 1);
    insert(cities, "city, latitude, event_time", city("59.92", "2026-03-02"), 2);
    execute("freshet", "INSERT INTO %s VALUES (1, DATE '2026-03-01')".formatted(days));
    insert(
        "dead_letters",
        "contract, cause, detail, event_time, origin_source, origin_partition, origin_offset,"
            + " origin_topic, payload, headers, received_at, origin",
        "'%s', 'broken', 'no city', current_timestamp, 1, 0, 7, 't', to_utf8('secret'), ARRAY[],"
                .formatted(rides)
            + " current_timestamp, '1:0:7'",
        1);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !ask("ana", "SELECT 1 FROM raw." + rides).isEmpty());
  }

  @AfterAll
  static void close() throws Exception {
    ((AutoCloseable) catalog).close();
  }

  @Test
  void anAnalystSeesNoPersonAndNoSecret() {
    assertThat(ask("ana", "SELECT city, rider_id, place, note FROM raw.%s ORDER BY 1"))
        .containsExactly("bergen|null|null|null", "oslo|null|null|null");
  }

  @Test
  void aMaskedValueCanNotBeFoundOutByAskingForIt() {
    assertThat(ask("ana", "SELECT count(*) FROM raw.%s WHERE rider_id = 1")).containsExactly("0");
    assertThat(ask("ana", "SELECT count(DISTINCT rider_id), max(rider_id) FROM raw.%s"))
        .containsExactly("0|null");
  }

  @Test
  void aLeadSeesOnlyTheirOwnCityAndWhatTheContractLetsThem() {
    assertThat(ask("lea", "SELECT city, rider_id, from_utf8(note) FROM raw.%s"))
        .containsExactly("oslo|null|hello");
    assertThat(ask("lea", "SELECT count(*) FROM raw.%s")).containsExactly("1");
  }

  @Test
  void aDataScientistSeesPersonsAndAnEngineerEverything() {
    assertThat(ask("dan", "SELECT rider_id, place.street, note FROM raw.%s ORDER BY 1"))
        .containsExactly("1|Storgata|null", "2|Storgata|null");
    assertThat(ask("eve", "SELECT rider_id, from_utf8(note) FROM raw.%s ORDER BY 1"))
        .containsExactly("1|hello", "2|hello");
  }

  @Test
  void anOlderSnapshotIsMaskedAlike() {
    String snapshot = ask("ana", "SELECT max(snapshot_id) FROM raw.\"%s$snapshots\"").get(0);

    assertThat(ask("ana", "SELECT DISTINCT rider_id FROM raw.%s FOR VERSION AS OF " + snapshot))
        .containsExactly("null");
  }

  @Test
  void metadataTablesThatHoldValuesAreClosed() {
    for (String metadata : List.of("files", "partitions", "entries", "all_entries", "manifests")) {
      String sql = "SELECT * FROM raw.\"%s$" + metadata + "\"";
      for (String user : List.of("ana", "lea", "dan")) {
        refused(user, sql);
      }
    }
    assertThat(ask("eve", "SELECT count(*) FROM raw.\"%s$files\"")).containsExactly("2");
  }

  @Test
  void statisticsOfAMaskedColumnTellNothing() {
    String stats = "SHOW STATS FOR raw.%s";

    assertThat(ask("ana", stats))
        .filteredOn(row -> row.startsWith("rider_id|"))
        .singleElement()
        .asString()
        .endsWith("|null|null");
    assertThat(ask("eve", stats))
        .filteredOn(row -> row.startsWith("rider_id|"))
        .singleElement()
        .asString()
        .endsWith("|1|2");
  }

  @Test
  void whereARowLiesTellsNothingOfAMaskedPartition() {
    for (String hidden : List.of("$path", "$partition")) {
      String sql = "SELECT \"%s\" FROM %s".formatted(hidden, days);
      refused("ana", sql);
      assertThat(ask("eve", sql)).singleElement().asString().contains("rider_id=1");
    }
    assertThat(ask("ana", "SELECT * FROM " + days)).containsExactly("null|2026-03-01");
  }

  @Test
  void nobodyLendsOthersTheirOwnSightByAView() {
    new ScratchSchemas(catalog).create("growth", Duration.ofDays(14));
    String view = "scratch_growth.%s_lent".formatted(rides);
    execute(
        "eve",
        "CREATE VIEW %s SECURITY DEFINER AS SELECT rider_id FROM raw.%s".formatted(view, rides));

    assertThat(ask("eve", "SELECT max(rider_id) FROM " + view)).containsExactly("2");
    refused("ana", "SELECT rider_id FROM " + view);
    execute("eve", "DROP VIEW " + view);
  }

  @Test
  void changesOfATableAreNoWayAroundItsMasks() {
    refused(
        "ana",
        "SELECT * FROM TABLE(lake.system.table_changes(schema_name => 'raw', table_name => '%s',"
            + " start_snapshot_id => 1, end_snapshot_id => 2))");
  }

  @Test
  void aViewShowsNobodyMoreThanItsTable() {
    assertThat(ask("ana", "SELECT DISTINCT rider_id, place_latitude FROM views.%s"))
        .containsExactly("null|null");
    assertThat(ask("lea", "SELECT city FROM views.%s")).containsExactly("oslo");
    refused("lea", "SELECT * FROM views." + cities);
  }

  @Test
  void nobodyButThePlatformChangesAnything() {
    refused("eve", "DELETE FROM raw.%s");
    refused("eve", "DROP TABLE raw.%s");
    refused("eve", "CREATE TABLE raw.mine AS SELECT 1 AS a");
    refused("eve", "CREATE OR REPLACE VIEW views.%s AS SELECT 1 AS a");
    refused("eve", "CALL lake.system.unregister_table('raw', '%s')");
  }

  @Test
  void aStrangerSeesNothing() {
    refused("zed", "SELECT * FROM raw.%s");
    refused("zed", "SELECT * FROM freshet.freshness");
    refused("zed", "SHOW SCHEMAS FROM lake");
    refused("zed", "SELECT * FROM system.runtime.queries");
    refused("zed", "SELECT * FROM system.jdbc.tables");
  }

  @Test
  void otherPeoplesQueriesAreNotForReading() {
    refused("ana", "SELECT query FROM system.runtime.queries");
  }

  @Test
  void deadLettersShowTheirCauseAndNotTheirBytesByRole() {
    String where = " WHERE contract = '" + rides + "'";

    assertThat(ask("ana", "SELECT cause, payload FROM views.dead_letters" + where))
        .containsExactly("broken|null");
    assertThat(ask("eve", "SELECT cause, payload FROM views.dead_letters" + where))
        .containsExactly("broken|secret");
    assertThat(
            ask(
                "ana",
                "SELECT cause, events, newest_detail FROM views.dead_letters_by_cause" + where))
        .containsExactly("broken|1|no city");
  }

  @Test
  void aViewIsFlatAndAReferenceHasItsNewestRow() {
    assertThat(
            ask(
                "eve",
                "SELECT place_latitude, place_street, note FROM views.%s WHERE rider_id = 1"))
        .containsExactly("59.9|Storgata|hello");
    assertThat(ask("ana", "SELECT city, latitude FROM views." + cities))
        .containsExactly("oslo|59.92");
  }

  @Test
  void tablesViewsAndColumnsSayWhatTheyAre() {
    assertThat(ask("freshet", "SHOW CREATE TABLE raw.%s").get(0))
        .contains("city varchar NOT NULL COMMENT 'Where it was'")
        .contains("COMMENT 'Every ride'")
        .contains("_offset bigint NOT NULL COMMENT 'Kafka offset'");
    assertThat(
            ask(
                "ana",
                "SELECT comment FROM system.metadata.table_comments WHERE catalog_name = 'lake' AND"
                    + " schema_name = 'views' AND table_name = '%s'"))
        .containsExactly("Every ride. Easy to read; the whole is in raw." + rides);
    assertThat(ask("ana", "SHOW COLUMNS FROM views.%s"))
        .contains("place_latitude|double||Degrees north");
  }

  @Test
  void viewsThatAreAsTheyShouldBeAreLeftAlone() {
    assertThat(viewChanges()).extracting(Change::action).containsOnly(Change.Action.NONE);
  }

  @Test
  void freshnessIsAskedInSqlByEveryRole() {
    assertThat(
            ask(
                "lea",
                "SELECT kind, owner, budget_seconds, last_commit > current_timestamp - INTERVAL '1' HOUR,"
                    + " verdict FROM freshet.freshness WHERE table_name = 'raw.%s'"))
        .containsExactly("event|riders|60|true|unknown");
  }

  @Test
  void aTableThatItsWriterFedJustNowIsFresh() {
    Table table = catalog.loadTable(TableIdentifier.of("raw", cities));
    table.newAppend().set(CommitSummary.RECEIVED_TO_COMMIT, "21:5").commit();
    table.updateProperties().set(TableWatermark.PROPERTY, "2026-03-01T12:00:00Z").commit();

    assertThat(
            ask(
                "ana",
                "SELECT verdict, age_seconds > 1, format_datetime(watermark, 'yyyy-MM-dd HH') FROM"
                    + " freshet.freshness WHERE table_name = 'raw.%s'".formatted(cities)))
        .containsExactly("fresh|true|2026-03-01 12");
  }

  @Test
  void aDerivedTableIsAsOldAsItsNewestDayWhateverElseIsCommitted() {
    String sql =
        "SELECT verdict, age_seconds > commit_age_seconds FROM freshet.freshness WHERE table_name ="
            + " '%s'".formatted(days);
    Table table = catalog.loadTable(TableIdentifier.parse(days));

    assertThat(ask("ana", sql)).containsExactly("unknown|null");

    publish(table, "2026-03-02");
    table.newAppend().commit(); // as a compaction does
    assertThat(ask("ana", sql)).containsExactly("fresh|true");

    publish(table, "2026-02-28");
    assertThat(ask("ana", sql)).containsExactly("fresh|true");
  }

  @Test
  void aTeamsScratchTablesAreItsOwnAndGoWhenNobodyTouchesThem() {
    ScratchSchemas scratch = new ScratchSchemas(catalog);
    scratch.create("growth", Duration.ofDays(14));
    String table = "scratch_growth." + rides;
    execute("ana", "CREATE TABLE %s AS SELECT city, rider_id FROM raw.%s".formatted(table, rides));
    execute("ana", "CREATE VIEW %s_view AS SELECT city FROM %s".formatted(table, table));

    assertThat(ask("ana", "SELECT count(*), count(rider_id) FROM " + table)).containsExactly("2|0");
    refused("dan", "SELECT * FROM " + table);
    assertThat(named(scratch.plan(Instant.now()), table)).isEmpty();
    ExpiryPlan plan = scratch.plan(Instant.now().plus(Duration.ofDays(15)));
    assertThat(named(plan, table)).containsExactly(table, table + "_view");
    execute("ana", "INSERT INTO %s VALUES ('rome', 3)".formatted(table));
    assertThat(scratch.execute(plan).outcomes())
        .containsEntry(table, ExpiryReceipt.Outcome.CHANGED_MEANWHILE)
        .containsEntry(table + "_view", ExpiryReceipt.Outcome.DROPPED);
    assertThat(scratch.execute(scratch.plan(Instant.now().plus(Duration.ofDays(15)))).outcomes())
        .containsEntry(table, ExpiryReceipt.Outcome.DROPPED);
    assertThat(scratch.execute(plan).outcomes()).containsEntry(table, ExpiryReceipt.Outcome.GONE);
  }

  @Test
  void aScratchSchemaHasAnExpiryThatMakesSense() {
    ScratchSchemas scratch = new ScratchSchemas(catalog);

    assertThatThrownBy(() -> scratch.create("growth", Duration.ofDays(400)))
        .hasMessage("A scratch schema can't expire after 400d; right would be 1h to 365d");
    assertThatThrownBy(() -> scratch.create("Growth", Duration.ofDays(4)))
        .hasMessageStartingWith("Growth is no name of a team");
  }

  @Test
  void theOneTokenOpensTheDoorForALaptop() {
    String token = token("ana", Instant.now());

    assertThat(askWithToken("ana", token, "SELECT current_user")).containsExactly("ana");
    assertThat(askWithToken("ana", token, "SELECT DISTINCT rider_id FROM raw." + rides))
        .containsExactly("null");
  }

  @Test
  void aTokenIsForTheOneWhoItNames() {
    String token = token("ana", Instant.now());

    assertThatThrownBy(() -> askWithToken("eve", token, "SELECT 1"))
        .hasMessageContaining("User ana cannot impersonate user eve");
  }

  @Test
  void aTokenThatIsForgedOrTooOldOpensNothing() {
    String old = token("ana", Instant.now().minus(Duration.ofDays(2)));
    Instant now = Instant.now();
    String forged = AccessToken.sign("eve", "A".repeat(56), now, now.plus(Duration.ofDays(1)));

    assertThatThrownBy(() -> askWithToken("ana", old, "SELECT 1"))
        .hasMessageContaining("JWT expired");
    assertThatThrownBy(() -> askWithToken("eve", forged, "SELECT 1"))
        .hasMessageContaining("Authentication failed");
  }

  private static List<Change> viewChanges() {
    ViewProvisioner provisioner = new ViewProvisioner(catalog);
    List<LakeView> views = new ArrayList<>(ReadableViews.of(contracts));
    views.add(FreshnessView.of(contracts));

    return views.stream().map(provisioner::plan).toList();
  }

  private static void publish(Table table, String day) {
    Transaction transaction = table.newTransaction();
    transaction.newAppend().set(PublishedDay.DAY, day).commit();
    new PublishedDay(LocalDate.parse(day), 1, Optional.empty())
        .properties()
        .forEach((key, value) -> transaction.updateProperties().set(key, value).commit());
    transaction.commitTransaction();
  }

  private static String token(String user, Instant now) {
    return AccessToken.sign(
        user, platform.settings().text("trino.token-key"), now, now.plus(Duration.ofDays(1)));
  }

  private static String ride(String city, int rider) {
    return "'%s', %d, ROW(59.9, 'Storgata'), to_utf8('hello'), current_timestamp"
        .formatted(city, rider);
  }

  private static String city(String latitude, String since) {
    return "'oslo', %s, TIMESTAMP '%s 00:00:00 UTC'".formatted(latitude, since);
  }

  private static List<String> named(ExpiryPlan plan, String table) {
    return plan.expired().stream()
        .map(ExpiryPlan.Expired::name)
        .filter(name -> name.startsWith(table))
        .toList();
  }

  private static void execute(String user, String sql) {
    try (Connection connection = connect(user);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static void insert(String table, String columns, String values, int offset)
      throws SQLException {
    try (Connection connection = connect("freshet");
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO raw." + table + " " + ROW.formatted(columns, values, offset));
    }
  }

  private static void refused(String user, String sql) {
    assertThatThrownBy(() -> ask(user, sql))
        .as("%s: %s", user, sql)
        .hasMessageContaining("Access Denied");
  }

  /** Rows as text; {@code %s} in the statement is the table of rides. */
  private static List<String> ask(String user, String sql) {
    try (Connection connection = connect(user)) {
      return rows(connection, sql.contains("%s") ? sql.formatted(rides) : sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static List<String> askWithToken(String user, String token, String sql) {
    Settings settings = platform.settings();
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("accessToken", token);
    properties.setProperty("SSL", "true");
    properties.setProperty("SSLTrustStorePath", settings.text("trino.certificate"));
    String url = "jdbc:trino://127.0.0.1:%s/lake".formatted(settings.text("trino.https-port"));
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return rows(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Connection connect(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);

    return DriverManager.getConnection(
        "jdbc:trino://127.0.0.1:%s/lake".formatted(platform.settings().text("trino.port")),
        properties);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          cells.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join("|", cells));
      }

      return rows;
    }
  }
}

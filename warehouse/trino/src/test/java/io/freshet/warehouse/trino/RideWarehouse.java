package io.freshet.warehouse.trino;

import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.local.Part;
import io.freshet.local.ProgressListener;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.warehouse.trino.access.AccessFiles;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.Groups;
import io.freshet.warehouse.trino.view.FreshnessView;
import io.freshet.warehouse.trino.view.LakeView;
import io.freshet.warehouse.trino.view.ReadableViews;
import io.freshet.warehouse.trino.view.ViewProvisioner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.catalog.Catalog;

/**
 * Tables, views and access rules of {@link Rides} on a real platform: two rides (rider 1 in Oslo,
 * rider 2 in Bergen), one city that was told twice, one day of rider 1, and one dead letter.
 *
 * <p>Ana is an analyst, lea leads a city, dan is a data scientist, eve an engineer; ana and eve are
 * of the team growth; zed is nobody.
 */
final class RideWarehouse implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ROW =
      "INSERT INTO raw.%s (%s, _source, _stream_partition, _offset, _received_at)"
          + " VALUES (%s, 1, 0, %d, current_timestamp)";

  private final String rides;
  private final String cities;
  private final Contracts contracts;
  private final Catalog catalog;
  private final TrinoUsers users;

  private RideWarehouse(EmbeddedPlatform platform, Path folder) {
    this.rides = platform.uniqueName("rides");
    this.cities = platform.uniqueName("cities");
    this.contracts = Rides.contracts(folder, rides, cities);
    this.catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    this.users = new TrinoUsers(platform.settings());
  }

  /**
   * Makes them under names of their own, and returns when Trino holds the rules. It starts behind
   * their first writing, as it reads its resource groups then and never again.
   */
  static RideWarehouse make(EmbeddedPlatform platform, Path folder) {
    RideWarehouse warehouse = new RideWarehouse(platform, folder);
    warehouse.makeTables();
    warehouse.writeRules(Path.of(platform.settings().text("trino.access-folder")));
    platform.platform().up(EnumSet.of(Part.TRINO), ProgressListener.SILENT);
    warehouse.fill();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !warehouse.ask("ana", "SELECT 1 FROM raw.%s").isEmpty());

    return warehouse;
  }

  String rides() {
    return rides;
  }

  String cities() {
    return cities;
  }

  /** The derived table, with its namespace. */
  String days() {
    return "clean." + Rides.days(rides);
  }

  Contracts contracts() {
    return contracts;
  }

  Catalog catalog() {
    return catalog;
  }

  TrinoUsers users() {
    return users;
  }

  /** {@code %s} in the statement is the table of rides. */
  List<String> ask(String user, String sql) {
    return users.ask(user, named(sql));
  }

  /** {@code %s} in the statement is the table of rides. */
  void execute(String user, String sql) {
    users.execute(user, named(sql));
  }

  /** {@code %s} in the statement is the table of rides. */
  void refused(String user, String sql) {
    users.refused(user, named(sql));
  }

  /** What has to be done for the views to be as the contracts want them. */
  List<Change> viewChanges() {
    ViewProvisioner provisioner = new ViewProvisioner(catalog);
    List<LakeView> views = new ArrayList<>(ReadableViews.of(contracts));
    views.add(FreshnessView.of(contracts));

    return views.stream().map(provisioner::plan).toList();
  }

  @Override
  public void close() throws Exception {
    ((AutoCloseable) catalog).close();
  }

  private void makeTables() {
    TableProvisioner tables = new TableProvisioner(catalog);
    contracts.all().stream()
        .filter(contract -> contract.table().isPresent())
        .map(tables::plan)
        .forEach(change -> change.step().run());
    viewChanges().forEach(change -> change.step().run());
  }

  private void writeRules(Path folder) {
    Set<String> roles = AccessRules.roles(contracts);
    new AccessFiles(folder)
        .write(
            contracts,
            Groups.none()
                .withRole("ana", "analyst", roles)
                .withRole("lea", "city_lead", roles)
                .withRole("dan", "data_scientist", roles)
                .withRole("eve", "data_engineer", roles)
                .withTeam("ana", "growth")
                .withTeam("eve", "growth"));
  }

  private void fill() {
    // Trino serves some seconds before it knows that its own worker has the catalog.
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(failure -> failure.getMessage().contains("nodes is empty"))
        .untilAsserted(
            () -> insert(rides, "city, rider_id, place, note, event_time", ride("oslo", 1), 1));
    insert(rides, "city, rider_id, place, note, event_time", ride("bergen", 2), 2);
    insert(cities, "city, latitude, event_time", city("59.91", "2026-03-01"), 1);
    insert(cities, "city, latitude, event_time", city("59.92", "2026-03-02"), 2);
    users.execute("freshet", "INSERT INTO %s VALUES (1, DATE '2026-03-01')".formatted(days()));
    insert(
        "dead_letters",
        "contract, cause, detail, event_time, origin_source, origin_partition, origin_offset,"
            + " origin_topic, payload, headers, received_at, origin",
        "'%s', 'broken', 'no city', current_timestamp, 1, 0, 7, 't', to_utf8('secret'), ARRAY[],"
                .formatted(rides)
            + " current_timestamp, '1:0:7'",
        1);
  }

  private void insert(String table, String columns, String values, int offset) {
    users.execute("freshet", ROW.formatted(table, columns, values, offset));
  }

  private String named(String sql) {
    return sql.contains("%s") ? sql.formatted(rides) : sql;
  }

  private static String ride(String city, int rider) {
    return "'%s', %d, ROW(59.9, 'Storgata'), to_utf8('hello'), current_timestamp"
        .formatted(city, rider);
  }

  private static String city(String latitude, String since) {
    return "'oslo', %s, TIMESTAMP '%s 00:00:00 UTC'".formatted(latitude, since);
  }
}

package io.freshet.recovery.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.recovery.CatalogDatabase;
import io.freshet.recovery.MemoryStore;
import io.freshet.recovery.backup.RollForward.Moved;
import io.freshet.recovery.backup.RollForward.Outcome;
import io.freshet.recovery.metadata.MetadataReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollForwardTest {
  private static final Namespace RAW = Namespace.of("raw");
  private static final TableIdentifier PINGS = TableIdentifier.of(RAW, "pings");
  private static final Schema SCHEMA =
      new Schema(NestedField.required(1, "id", Types.LongType.get()));
  private static final String PINGS_METADATA = "s3://lake/warehouse/raw/pings/metadata/";

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private CatalogDatabase database;

  @BeforeEach
  void makeACatalog() {
    database = new CatalogDatabase(folder.resolve("catalog.db"), store);
    database.catalog().createNamespace(RAW);
  }

  @AfterEach
  void closeIt() {
    database.close();
  }

  @Test
  void movesOnToTheNewestThatFollows() {
    Table pings = table(PINGS, Map.of());
    change(pings);
    String backedUp = file(pings);
    change(pings);
    change(pings);
    database.putBack("pings", backedUp);

    Moved moved = run(Map.of());

    assertThat(moved.name()).isEqualTo("raw.pings");
    assertThat(moved.outcome()).isEqualTo(Outcome.FORWARD);
    assertThat(moved.detail()).matches("to \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    assertThat(changes(PINGS)).isEqualTo("3");
  }

  @Test
  void leavesWhereItIsWhatNothingHasFollowed() {
    Table pings = table(PINGS, Map.of());
    change(pings);

    assertThat(run(Map.of())).isEqualTo(new Moved("raw.pings", Outcome.NEWEST, ""));
    assertThat(changes(PINGS)).isEqualTo("1");
  }

  @Test
  void leavesATableWhoseFilesAreGone() {
    table(PINGS, Map.of());
    store.deletePrefix(PINGS_METADATA);

    assertThat(run(Map.of()))
        .isEqualTo(left("its metadata is gone: dropped since then, or lost; it is as it was"));
  }

  @Test
  void doesNotGuessBetweenTwoHistories() {
    Table pings = table(PINGS, Map.of());
    String backedUp = file(pings);
    change(pings);
    change(pings);
    database.putBack("pings", backedUp);
    Table other = database.catalog().loadTable(PINGS);
    change(other);
    change(other);
    database.putBack("pings", backedUp);

    assertThat(run(Map.of())).isEqualTo(left("two histories part after " + backedUp));
    assertThat(file(database.catalog().loadTable(PINGS))).isEqualTo(backedUp);
  }

  /** Of two that nobody has built upon, the names do not tell which one has won. */
  @Test
  void takesTheBackupsWordForWhichCommitHasWon() {
    Table pings = table(PINGS, Map.of());
    change(pings);
    store.copy(file(pings), PINGS_METADATA + "00001-lost.metadata.json");

    assertThat(run(Map.of())).isEqualTo(new Moved("raw.pings", Outcome.NEWEST, ""));
  }

  @Test
  void followsATableByItsUuidWhereFilesBetweenAreGone() {
    Table pings = forgetful();
    String uuid = pings.uuid().toString();
    String backedUp = file(pings);
    change(pings, 4);
    database.putBack("pings", backedUp);

    Moved moved = run(Map.of("raw.pings", uuid));

    assertThat(store.locations()).doesNotContain(backedUp);
    assertThat(moved.outcome()).isEqualTo(Outcome.FORWARD);
    assertThat(moved.detail()).endsWith(", the same table by its uuid: files between are gone");
    assertThat(changes(PINGS)).isEqualTo("4");
  }

  @Test
  void followsNothingOutOfSightWhoseUuidNobodyKnows() {
    Table pings = forgetful();
    String backedUp = file(pings);
    change(pings, 4);
    String newest = file(pings);
    database.putBack("pings", backedUp);

    assertThat(run(Map.of())).isEqualTo(left(newest + " does not follow upon what was backed up"));
  }

  @Test
  void doesNotTakeATableThatWasMadeAnewForTheOneThatWasDropped() {
    Table dropped = table(PINGS, Map.of());
    String uuid = dropped.uuid().toString();
    String backedUp = file(dropped);
    database.catalog().dropTable(PINGS, true);
    Table madeAnew = table(PINGS, Map.of());
    change(madeAnew);
    String newest = file(madeAnew);
    database.putBack("pings", backedUp);

    assertThat(run(Map.of("raw.pings", uuid)))
        .isEqualTo(left(newest + " does not follow upon what was backed up"));
  }

  /** Its number lies amid theirs, so that they have gone by another way, whatever the uuid says. */
  @Test
  void doesNotGoBackToAHistoryThatLacksWhatWasBackedUp() {
    Table pings = table(PINGS, Map.of());
    String uuid = pings.uuid().toString();
    change(pings, 3);
    String newest = file(pings);
    database.putBack("pings", PINGS_METADATA + "00002-of-another-way.metadata.json");

    assertThat(run(Map.of("raw.pings", uuid)))
        .isEqualTo(left(newest + " does not follow upon what was backed up"));
  }

  @Test
  void movesViewsOn() {
    View view = readable("select 1 as id");
    String backedUp = ((BaseView) view).operations().current().metadataFileLocation();
    readable("select 2 as id");
    database.putBack("readable", backedUp);

    assertThat(run(Map.of()).outcome()).isEqualTo(Outcome.FORWARD);
    assertThat(
            database.catalog().loadView(TableIdentifier.of(RAW, "readable")).sqlFor("trino").sql())
        .isEqualTo("select 2 as id");
  }

  @Test
  void movesTheOthersOnWhereOneCannotBeRead() {
    table(TableIdentifier.of(RAW, "orders"), Map.of());
    String cut = "s3://lake/warehouse/raw/orders/metadata/00009-cut.metadata.json";
    store.write(cut, "{");
    Table pings = table(PINGS, Map.of());
    String backedUp = file(pings);
    change(pings);
    database.putBack("pings", backedUp);

    List<Moved> moved = rollForward(Map.of()).run();

    assertThat(moved)
        .extracting(Moved::name, Moved::outcome)
        .containsExactly(tuple("raw.orders", Outcome.LEFT), tuple("raw.pings", Outcome.FORWARD));
    assertThat(moved.get(0).detail()).startsWith(cut + " is no metadata that Iceberg can read");
  }

  @Test
  void leavesOffWhenTheDatabaseIsAway() {
    Table pings = table(PINGS, Map.of());
    String backedUp = file(pings);
    change(pings);
    database.putBack("pings", backedUp);
    RollForward rollForward =
        new RollForward(database.pointersBeforeItWasAway(), new MetadataReader(store), Map.of());

    assertThatThrownBy(rollForward::run)
        .isInstanceOf(PostgresAwayException.class)
        .hasMessage("Cannot reach database catalog: it is away");
    assertThat(file(database.catalog().loadTable(PINGS))).isEqualTo(backedUp);
  }

  private RollForward rollForward(Map<String, String> uuids) {
    return new RollForward(database.pointers(), new MetadataReader(store), uuids);
  }

  /** What becomes of the only one. */
  private Moved run(Map<String, String> uuids) {
    List<Moved> moved = rollForward(uuids).run();

    assertThat(moved).hasSize(1);

    return moved.get(0);
  }

  private static Moved left(String why) {
    return new Moved("raw.pings", Outcome.LEFT, why);
  }

  private Table table(TableIdentifier name, Map<String, String> properties) {
    return database.catalog().buildTable(name, SCHEMA).withProperties(properties).create();
  }

  /** One that keeps a single file beside its newest. */
  private Table forgetful() {
    return table(
        PINGS,
        Map.of(
            "write.metadata.previous-versions-max",
            "1",
            "write.metadata.delete-after-commit.enabled",
            "true"));
  }

  private View readable(String sql) {
    return database
        .catalog()
        .buildView(TableIdentifier.of(RAW, "readable"))
        .withSchema(SCHEMA)
        .withDefaultNamespace(RAW)
        .withQuery("trino", sql)
        .createOrReplace();
  }

  private static void change(Table table, int times) {
    for (int time = 0; time < times; time++) {
      change(table);
    }
  }

  private static void change(Table table) {
    int changes = Integer.parseInt(table.properties().getOrDefault("changes", "0")) + 1;
    table.updateProperties().set("changes", Integer.toString(changes)).commit();
  }

  private String changes(TableIdentifier name) {
    return database.catalog().loadTable(name).properties().get("changes");
  }

  private static String file(Table table) {
    return ((BaseTable) table).operations().current().metadataFileLocation();
  }
}

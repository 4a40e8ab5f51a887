package io.freshet.recovery.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.recovery.metadata.Entry.Action;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogRebuildTest {
  private static final Schema SCHEMA =
      new Schema(NestedField.required(1, "id", Types.LongType.get()));
  private static final TableIdentifier PINGS = TableIdentifier.of("raw", "pings");

  // Iceberg keeps its files in memory for all of a JVM.
  private final String warehouse = "mem://" + UUID.randomUUID();
  private final InMemoryCatalog lost = catalog("lost");
  private final InMemoryCatalog made = catalog("made");
  private final Map<String, List<MetadataFile>> folders = new HashMap<>();
  private FileIO files;

  @BeforeEach
  void makeNamespace() {
    lost.createNamespace(Namespace.of("raw"));
  }

  @Test
  void registersTheNewestStateUnderTheNameOfTheFolder() {
    Table table = table(PINGS, "raw/pings-" + UUID.randomUUID());
    change(table);
    change(table);

    List<Entry> plan = rebuild(Map.of(), Map.of()).plan(folders);

    assertThat(plan).extracting(Entry::action).containsExactly(Action.REGISTER);
    assertThat(rebuild(Map.of(), Map.of()).execute(plan)).isEqualTo(1);
    assertThat(made.loadTable(PINGS).properties()).containsEntry("changes", "2");
    assertThat(rebuild(Map.of(), Map.of()).plan(folders))
        .extracting(Entry::action)
        .containsExactly(Action.AS_IS);
  }

  @Test
  void takesTheBackupsWordForANameBeforeTheFolders() {
    Table table = table(PINGS, "raw/orders__tmp");

    List<Entry> plan = rebuild(Map.of(table.uuid().toString(), PINGS), Map.of()).plan(folders);

    assertThat(plan).extracting(entry -> entry.name().orElse("")).containsExactly("raw.pings");
    assertThat(plan).extracting(Entry::detail).containsExactly("named by the backup");
  }

  @Test
  void registersNeitherOfTwoThatBearOneNameBeforeOneIsPicked() {
    Table one = table(PINGS, "raw/pings-" + UUID.randomUUID());
    lost.dropTable(PINGS, false);
    table(PINGS, "raw/pings-" + UUID.randomUUID());

    assertThat(rebuild(Map.of(), Map.of()).plan(folders))
        .extracting(Entry::action)
        .containsExactly(Action.UNDECIDED, Action.UNDECIDED);
    List<Entry> picked = rebuild(Map.of(), Map.of("raw.pings", file(one))).plan(folders);
    rebuild(Map.of(), Map.of()).execute(picked);
    assertThat(made.loadTable(PINGS).uuid()).isEqualTo(one.uuid());
  }

  @Test
  void leavesAloneWhatTheCatalogHasAndSaysThatItIsOlder() {
    Table table = table(PINGS, "raw/pings");
    made.createNamespace(Namespace.of("raw"));
    made.registerTable(PINGS, file(table));
    change(table);

    List<Entry> plan = rebuild(Map.of(), Map.of()).plan(folders);

    assertThat(plan).extracting(Entry::action).containsExactly(Action.BEHIND);
    assertThat(rebuild(Map.of(), Map.of()).execute(plan)).isZero();
  }

  @Test
  void registersViews() {
    TableIdentifier name = TableIdentifier.of("raw", "readable");
    View view =
        lost.buildView(name)
            .withLocation(warehouse + "/raw/readable")
            .withSchema(SCHEMA)
            .withDefaultNamespace(Namespace.of("raw"))
            .withQuery("trino", "select 1 as id")
            .create();
    note(((BaseView) view).operations().current().metadataFileLocation());
    files = table(PINGS, "raw/pings").io();
    folders.remove(warehouse + "/raw/pings/metadata");

    List<Entry> plan = rebuild(Map.of(), Map.of()).plan(folders);
    rebuild(Map.of(), Map.of()).execute(plan);

    assertThat(made.loadView(name).uuid()).isEqualTo(view.uuid());
  }

  @Test
  void namesAFileThatIsCutOff() {
    table(PINGS, "raw/pings");
    String location = warehouse + "/raw/pings/metadata/00007-cut.metadata.json";
    try (OutputStream out = files.newOutputFile(location).create()) {
      out.write('{');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    note(location);

    assertThat(rebuild(Map.of(), Map.of()).plan(folders))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo(Action.UNDECIDED);
              assertThat(entry.detail())
                  .contains(location + " is no metadata that Iceberg can read");
            });
  }

  private InMemoryCatalog catalog(String name) {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize(name, Map.of("warehouse", warehouse));

    return catalog;
  }

  private Table table(TableIdentifier name, String folder) {
    Table table = lost.buildTable(name, SCHEMA).withLocation(warehouse + "/" + folder).create();
    files = table.io();
    note(file(table));

    return table;
  }

  private void change(Table table) {
    int changes = Integer.parseInt(table.properties().getOrDefault("changes", "0")) + 1;
    table.updateProperties().set("changes", Integer.toString(changes)).commit();
    note(file(table));
  }

  private static String file(Table table) {
    return ((BaseTable) table).operations().current().metadataFileLocation();
  }

  private void note(String location) {
    MetadataFile file = new MetadataFile(location, Instant.EPOCH);
    folders.computeIfAbsent(file.folder(), key -> new ArrayList<>()).add(file);
  }

  private CatalogRebuild rebuild(Map<String, TableIdentifier> named, Map<String, String> picks) {
    return new CatalogRebuild(made, new MetadataReader(files), warehouse, named, picks);
  }
}

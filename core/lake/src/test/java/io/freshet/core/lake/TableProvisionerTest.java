package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableProvisionerTest {
  private static final int WRITERS = 4;

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final TableProvisioner provisioner = new TableProvisioner(catalog);

  @BeforeEach
  void initializeCatalog() {
    catalog.initialize("test", Map.of());
  }

  @Test
  void createsTheTableWithTheContractsPermanentFieldIds() {
    provisioner.plan(Delivery.contract()).step().run();

    Table table = table();
    assertThat(table.schema().findField("market").fieldId()).isEqualTo(7);
    assertThat(table.schema().findField("courier_id").fieldId()).isEqualTo(3);
    assertThat(table.schema().findField("stops.element").fieldId()).isEqualTo(12);
    assertThat(table.schema().findField("stops.element.latitude").fieldId()).isEqualTo(14);
    assertThat(table.schema().findField("_offset").fieldId()).isEqualTo(100_003);
    assertThat(table.spec().fields().get(0).sourceId()).isEqualTo(9);
    assertThat(table.sortOrder().fields()).hasSize(3);
  }

  @Test
  void putsPlatformColumnsLast() {
    provisioner.plan(Delivery.contract()).step().run();

    assertThat(table().schema().columns().stream().map(Types.NestedField::name))
        .endsWith("stops", "_source", "_stream_partition", "_offset", "_received_at", "_origin");
  }

  @Test
  void namesNoColumnLikeOneOfIcebergsMetadataColumns() {
    // Spark refuses to read a table whose own column bears such a name.
    provisioner.plan(Delivery.contract()).step().run();

    assertThat(table().schema().columns().stream().map(Types.NestedField::name))
        .noneMatch(MetadataColumns::isMetadataColumn);
  }

  @Test
  void changesNothingWhenAppliedTwice() {
    provisioner.plan(Delivery.contract()).step().run();

    assertThat(provisioner.plan(Delivery.contract()).action()).isEqualTo(Change.Action.NONE);
  }

  @Test
  void addsAnOptionalColumnBeforeThePlatformsOnes() {
    provisioner.plan(Delivery.contract()).step().run();
    Field tip = Delivery.field(15, "tip_minor", Scalar.LONG, false);

    Change change = provisioner.plan(Delivery.contract(tip));
    change.step().run();

    assertThat(change.detail()).contains("add column tip_minor long");
    assertThat(table().schema().findField("tip_minor").fieldId()).isEqualTo(15);
    assertThat(table().schema().columns().get(4).name()).isEqualTo("tip_minor");
    assertThat(provisioner.plan(Delivery.contract(tip)).action()).isEqualTo(Change.Action.NONE);
  }

  @Test
  void refusesARequiredNewColumn() {
    provisioner.plan(Delivery.contract()).step().run();

    Change change =
        provisioner.plan(Delivery.contract(Delivery.field(15, "tip_minor", Scalar.LONG, true)));

    assertThat(change.action()).isEqualTo(Change.Action.REFUSE);
    assertThat(change.detail()).contains("tip_minor is required").contains("make it optional");
  }

  @Test
  void addsARequiredColumnWithADefaultWhichOldRowsDoNotHave() {
    provisioner.plan(Delivery.contract()).step().run();
    Contract withCurrency =
        Delivery.contract(
            Delivery.withDefault(15, "currency", Scalar.STRING, "NOK"),
            Delivery.withDefault(16, "fee", new FieldType.Decimal(9, 2), new BigDecimal("1.50")),
            Delivery.withDefault(17, "weight", Scalar.DOUBLE, 2.0),
            Delivery.withDefault(18, "is_express", Scalar.BOOLEAN, false),
            Delivery.withDefault(19, "due", Scalar.DATE, 20_000L));

    provisioner.plan(withCurrency).step().run();

    assertThat(table().schema().findField("currency").isOptional()).isTrue();
    assertThat(table().properties())
        .containsEntry(
            ColumnDefaults.PROPERTY,
            "{\"15\":\"NOK\",\"16\":1.50,\"17\":2.0,\"18\":false,\"19\":20000}");
    ColumnDefaults defaults = ColumnDefaults.of(table());
    assertThat(defaults.of(15)).hasValue("NOK");
    assertThat(defaults.of(16)).hasValue(new BigDecimal("1.50"));
    assertThat(defaults.of(17)).hasValue(2.0);
    assertThat(defaults.of(18)).hasValue(false);
    assertThat(defaults.of(19)).hasValue(20_000L);
    assertThat(defaults.of(3)).isEmpty();
    assertThat(provisioner.plan(withCurrency).action()).isEqualTo(Change.Action.NONE);
  }

  @Test
  void neverChangesADefault() {
    provisioner
        .plan(Delivery.contract(Delivery.withDefault(15, "currency", Scalar.STRING, "NOK")))
        .step()
        .run();

    assertThat(
            provisioner.plan(
                Delivery.contract(Delivery.withDefault(15, "currency", Scalar.STRING, "SEK"))))
        .satisfies(
            change -> {
              assertThat(change.action()).isEqualTo(Change.Action.REFUSE);
              assertThat(change.detail())
                  .isEqualTo(
                      "column currency has the default NOK for events without it and can't get the"
                          + " default SEK: a default comes with its column and stays");
            });
    assertThat(
            provisioner
                .plan(Delivery.contract(Delivery.field(15, "currency", Scalar.STRING, true)))
                .detail())
        .contains("can't get no default");
  }

  @Test
  void keepsTheDefaultOfAColumnThatTheContractDrops() {
    Contract before = Delivery.contract(Delivery.withDefault(15, "currency", Scalar.STRING, "NOK"));
    provisioner.plan(before).step().run();
    table()
        .updateProperties()
        .set(TableContract.DROPPED, "15") // as if its contract had been applied from a file
        .commit();

    provisioner
        .plan(Delivery.contract(Delivery.withDefault(16, "weight", Scalar.DOUBLE, 2.0)))
        .step()
        .run();

    assertThat(table().properties())
        .containsEntry(ColumnDefaults.PROPERTY, "{\"15\":\"NOK\",\"16\":2.0}");
  }

  @Test
  void refusesARequiredNewColumnWithPartsToo() {
    provisioner.plan(Delivery.contract()).step().run();
    FieldType address =
        new FieldType.Struct(List.of(Delivery.field(16, "street", Scalar.STRING, false)));

    Change change = provisioner.plan(Delivery.contract(Delivery.field(15, "place", address, true)));

    assertThat(change.action()).isEqualTo(Change.Action.REFUSE);
    assertThat(change.detail()).contains("place is required").contains("make it optional");
  }

  @Test
  void addsOptionalColumnsWhosePartsAreRequired() {
    provisioner.plan(Delivery.contract()).step().run();
    FieldType address =
        new FieldType.Struct(List.of(Delivery.field(16, "street", Scalar.STRING, true)));
    Field place = Delivery.field(15, "place", address, false);
    Field tags = Delivery.field(17, "tags", new FieldType.Sequence(18, Scalar.STRING), false);

    Change change = provisioner.plan(Delivery.contract(place, tags));
    change.step().run();

    assertThat(change.action()).isEqualTo(Change.Action.UPDATE);
    assertThat(table().schema().findField("place.street").isRequired()).isTrue();
    assertThat(provisioner.plan(Delivery.contract(place, tags)).action())
        .isEqualTo(Change.Action.NONE);
  }

  @Test
  void widensAPartOfAColumn() {
    Field narrow = place(Delivery.field(16, "floor", Scalar.INTEGER, false));
    Field wide = place(Delivery.field(16, "floor", Scalar.LONG, false));
    provisioner.plan(Delivery.contract(narrow)).step().run();

    Change change = provisioner.plan(Delivery.contract(wide));

    assertThat(change.action()).isEqualTo(Change.Action.UPDATE);
    assertThat(change.detail()).contains("widen column place.floor to long");
  }

  @Test
  void putsColumnsInTheContractsOrder() {
    Field first = Delivery.field(15, "first", Scalar.STRING, false);
    Field second = Delivery.field(16, "second", Scalar.STRING, false);
    provisioner.plan(Delivery.contract(first, second)).step().run();

    Change change = provisioner.plan(Delivery.contract(second, first));
    change.step().run();

    assertThat(change.action()).isEqualTo(Change.Action.UPDATE);
    assertThat(change.detail()).contains("reorder columns");
    assertThat(table().schema().columns())
        .extracting(Types.NestedField::name)
        .containsSubsequence("second", "first", PlatformColumns.SOURCE);
    assertThat(provisioner.plan(Delivery.contract(second, first)).action())
        .isEqualTo(Change.Action.NONE);
  }

  @Test
  void refusesToTurnAValueIntoAColumnWithPartsOrBack() {
    Field text = Delivery.field(15, "place", Scalar.STRING, false);
    Field parts = place(Delivery.field(16, "street", Scalar.STRING, false));
    provisioner.plan(Delivery.contract(text)).step().run();

    Change change = provisioner.plan(Delivery.contract(parts));

    assertThat(change.action()).isEqualTo(Change.Action.REFUSE);
    assertThat(change.detail()).contains("place is string in the table and can't become struct<");
  }

  private static Field place(Field part) {
    return Delivery.field(15, "place", new FieldType.Struct(List.of(part)), false);
  }

  /** Rows of before have values in it, which their proof rests on. */
  @Test
  void keepsAColumnThatTheContractDrops() {
    String before = Yaml.pings();
    String after = Yaml.without(before, "accuracy_meters").replace("1.0.0", "1.1.0");
    apply(before);
    apply(after);

    Table table = catalog.loadTable(TableIdentifier.of("raw", "dasher_pings"));
    assertThat(table.schema().findField(7).name()).isEqualTo("accuracy_meters");
    assertThat(table.schema().findField(7).isOptional()).isTrue();
    assertThat(plan(after).action()).isEqualTo(Change.Action.NONE);
    assertThat(TableContract.newest(contract(before), table.properties()).version())
        .isEqualTo("1.1.0");
    assertThat(table.properties()).containsEntry(TableContract.DROPPED, "7");

    apply(before.replace("1.0.0", "1.2.0"));
    table.refresh();
    assertThat(table.properties()).containsEntry(TableContract.DROPPED, "");
  }

  @Test
  void keepsWhichContractWasAppliedLast() {
    String first = Yaml.pings();
    String second = first.replace("1.0.0", "1.1.0");
    apply(second);
    Table table = catalog.loadTable(TableIdentifier.of("raw", "dasher_pings"));
    String then = TableContract.applied(table.properties());
    assertThat(TableContract.behind(contract(second), table.properties())).isEmpty();

    apply(first);
    table.refresh();

    Map<String, String> properties = table.properties();
    assertThat(TableContract.toFollow(contract(second), then, properties).version())
        .as("for a job that runs")
        .isEqualTo("1.0.0");
    assertThat(
            TableContract.toFollow(contract(second), TableContract.applied(properties), properties)
                .version())
        .as("for a job that was given another")
        .isEqualTo("1.1.0");
    assertThat(TableContract.behind(contract(second), properties)).contains("1.0.0");
    assertThat(TableContract.behind(contract(second), Map.of())).isEmpty();
  }

  @Test
  void asksNoValuesForARequiredColumnThatTheContractDrops() {
    apply(Yaml.pings());
    apply(Yaml.without(Yaml.pings(), "longitude").replace("1.0.0", "1.1.0"));

    Table table = catalog.loadTable(TableIdentifier.of("raw", "dasher_pings"));
    assertThat(table.schema().findField("longitude").isOptional()).isTrue();
  }

  @Test
  void refusesToGiveTheNameOfADroppedColumnToAnother() {
    String before = Yaml.pings();
    apply(before);

    assertThat(plan(before.replace("value: 7}]", "value: 8}]")).detail())
        .contains("accuracy_meters (id 7) is kept", "name that otherwise");
  }

  @Test
  void refusesAColumnThatOthersHaveAdded() {
    apply(Yaml.pings());
    Table table = catalog.loadTable(TableIdentifier.of("raw", "dasher_pings"));
    table.updateSchema().addColumn("of_others", Types.LongType.get()).commit();

    assertThat(plan(Yaml.pings()).detail()).contains("of_others", "in no contract");
  }

  private Change plan(String text) {
    return provisioner.plan(contract(text), Optional.of(text));
  }

  private void apply(String text) {
    Change change = plan(text);
    assertThat(change.action()).isNotEqualTo(Change.Action.REFUSE);
    change.step().run();
  }

  private static Contract contract(String text) {
    return ContractTexts.parse("dasher_pings", text);
  }

  /** The text of a shipped contract. */
  private static final class Yaml {
    static String pings() {
      try {
        return Files.readString(Path.of("../../contracts/dasher_pings.yaml"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static String without(String text, String column) {
      return text.replaceFirst("(?s)      - name: %s\\n.*?value: \\d+}]\\n".formatted(column), "");
    }
  }

  @Test
  void refusesToDropAColumn() {
    Field tip = Delivery.field(15, "tip_minor", Scalar.LONG, false);
    provisioner.plan(Delivery.contract(tip)).step().run();

    Change change = provisioner.plan(Delivery.contract());

    assertThat(change.action()).isEqualTo(Change.Action.REFUSE);
    assertThat(change.detail()).contains("tip_minor (id 15)");
  }

  @Test
  void numbersASourceOnce() {
    provisioner.plan(Delivery.contract()).step().run();
    LogSource source = new LogSource("cluster", "deliveries", "topic-id");

    Ledger first = TableProvisioner.numberSource(table(), source);
    Ledger second = TableProvisioner.numberSource(table(), source);

    assertThat(first.numberOf(source)).hasValue(1);
    assertThat(second).isEqualTo(first);
    assertThat(table().snapshots()).hasSize(1);
  }

  @Test
  void losesNoSourceThatIsNumberedAtTheSameTime() throws Exception {
    provisioner.plan(Delivery.contract()).step().run();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Ledger>> numbering = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        LogSource source = new LogSource("cluster", "deliveries", "topic-id-" + i);
        numbering.add(pool.submit(() -> TableProvisioner.numberSource(table(), source)));
      }
      for (Future<Ledger> numbered : numbering) {
        numbered.get();
      }
    } finally {
      pool.shutdown();
    }

    assertThat(Ledger.of(table().properties()).sources()).hasSize(WRITERS);
  }

  private Table table() {
    return catalog.loadTable(TableLayout.name(Delivery.contract()));
  }
}

package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptColumnsTest {
  private static final Contract BEFORE =
      Delivery.contract(
          place(
              Delivery.field(21, "floor", Scalar.LONG, true),
              Delivery.field(22, "door", Scalar.STRING, true)),
          Delivery.field(
              30,
              "bags",
              new FieldType.Sequence(
                  31,
                  new FieldType.Struct(
                      List.of(
                          Delivery.field(32, "grams", Scalar.LONG, true),
                          Delivery.field(33, "color", Scalar.STRING, true)))),
              false));
  private static final Contract AFTER =
      Delivery.contract(
          place(Delivery.field(22, "door", Scalar.STRING, true)),
          Delivery.field(
              30,
              "bags",
              new FieldType.Sequence(
                  31,
                  new FieldType.Struct(List.of(Delivery.field(33, "color", Scalar.STRING, true)))),
              false));

  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @BeforeEach
  void initializeCatalog() {
    catalog.initialize("test", Map.of());
  }

  @Test
  void keepsPartsOfStructsAndOfAListsElementsOptionalAndLast() {
    Table table = table("21,32");

    Schema kept =
        KeptColumns.of(table, AFTER).added(TableLayout.of(AFTER).schema(), table.schema());

    assertThat(kept.findType("place").asStructType().fields())
        .extracting(part -> part.name() + " " + part.isOptional())
        .containsExactly("door false", "floor true");
    assertThat(kept.findType("bags.element").asStructType().fields())
        .extracting(part -> part.name() + " " + part.isOptional())
        .containsExactly("color false", "grams true");
  }

  @Test
  void keepsNothingThatNoContractHasDropped() {
    Table table = table("");

    KeptColumns kept = KeptColumns.of(table, AFTER);

    assertThat(kept.isEmpty()).isTrue();
    assertThat(kept.contains(21)).isFalse();
  }

  private Table table(String dropped) {
    new TableProvisioner(catalog).plan(BEFORE).step().run();
    Table table = catalog.loadTable(TableLayout.name(BEFORE));
    table.updateProperties().set(TableContract.DROPPED, dropped).commit();

    return table;
  }

  private static Field place(Field... parts) {
    return Delivery.field(20, "place", new FieldType.Struct(List.of(parts)), false);
  }
}

package io.freshet.recovery.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.CatalogDatabase;
import io.freshet.recovery.MemoryStore;
import io.freshet.recovery.metadata.Description.Kind;
import io.freshet.recovery.postgres.CatalogPointers.Pointer;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogPointersTest {
  private static final Schema SCHEMA =
      new Schema(NestedField.required(1, "id", Types.LongType.get()));

  @TempDir private Path folder;
  private CatalogDatabase database;
  private CatalogPointers pointers;

  @BeforeEach
  void makeACatalog() {
    database = new CatalogDatabase(folder.resolve("catalog.db"), new MemoryStore());
    pointers = database.pointers();
    database.catalog().createNamespace(Namespace.of("raw"));
    database.catalog().createNamespace(Namespace.of("clean"));
    Table pings = database.catalog().createTable(TableIdentifier.of("raw", "pings"), SCHEMA);
    String metadata = ((BaseTable) pings).operations().current().metadataFileLocation();
    database.catalog().registerTable(TableIdentifier.of("clean", "pings"), metadata);
  }

  @AfterEach
  void closeIt() {
    database.close();
  }

  @Test
  void readsTablesAndViewsByTheirNames() {
    database
        .catalog()
        .buildView(TableIdentifier.of("raw", "orders"))
        .withSchema(SCHEMA)
        .withDefaultNamespace(Namespace.of("raw"))
        .withQuery("trino", "select 1 as id")
        .create();

    assertThat(pointers.all())
        .extracting(Pointer::table, Pointer::kind)
        .containsExactly(
            tuple("clean.pings", Kind.TABLE),
            tuple("raw.orders", Kind.VIEW),
            tuple("raw.pings", Kind.TABLE));
    assertThat(pointers.all().get(2).metadata())
        .startsWith("s3://lake/warehouse/raw/pings/metadata/00000-");
  }

  @Test
  void movesOneAndNoneOfTheSameNameAndFileElsewhere() {
    List<Pointer> before = pointers.all();

    pointers.move(before.get(1), "s3://lake/newer.metadata.json");

    assertThat(pointers.all().get(0)).isEqualTo(before.get(0));
    assertThat(pointers.all().get(1).metadata()).isEqualTo("s3://lake/newer.metadata.json");
    assertThat(database.previous("raw", "pings")).isEqualTo(before.get(1).metadata());
  }

  @Test
  void doesNotMoveOneThatIsElsewhereByNow() {
    Pointer old = pointers.all().get(1);
    pointers.move(old, "s3://lake/newer.metadata.json");

    assertThatThrownBy(() -> pointers.move(old, "s3://lake/other.metadata.json"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Cannot move the pointer of raw.pings: somebody else has moved it");
    assertThat(pointers.all().get(1).metadata()).isEqualTo("s3://lake/newer.metadata.json");
  }

  @Test
  void saysWhatItCannotDoWhereTheTablesOfACatalogLack() {
    assertThatThrownBy(() -> CatalogDatabase.ofNothing().all())
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read the catalog's pointers: ");
  }
}

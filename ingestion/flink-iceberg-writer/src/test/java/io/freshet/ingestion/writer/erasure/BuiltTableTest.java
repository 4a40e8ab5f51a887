package io.freshet.ingestion.writer.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contracts;
import io.freshet.ingestion.writer.rewrite.WrittenFiles;
import io.freshet.ingestion.writer.table.RowFiles;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class BuiltTableTest {
  private static final Contracts CONTRACTS = Contracts.read(Path.of("../../contracts"));
  private static final String DASHER = "dasher";
  private static final String PERSON = "7";

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Table mart;

  BuiltTableTest() {
    catalog.initialize("test", Map.of());
    mart = create("marts", "dasher_performance", "dasher_id", Types.LongType.get());
    create("raw", "dasher_pings", "dasher_id", Types.LongType.get());
    create("marts", "orders_daily", "orders", Types.LongType.get());
    create("scratch_ops", "copy", "dasher_id", Types.StringType.get());
  }

  @Test
  void isWhateverNoContractDescribesAndNamesSuchPersons() {
    assertThat(BuiltTable.of(catalog, CONTRACTS, DASHER, PERSON))
        .extracting(BuiltTable::name)
        .containsExactly("marts.dasher_performance", "scratch_ops.copy");
    assertThat(BuiltTable.of(catalog, CONTRACTS, "customer", PERSON)).isEmpty();
  }

  @Test
  void isLeftOutWhereItsColumnCannotHaveThePerson() {
    assertThat(BuiltTable.of(catalog, CONTRACTS, DASHER, "seven"))
        .extracting(BuiltTable::name)
        .containsExactly("scratch_ops.copy");
  }

  @Test
  void isFoundInNestedNamespacesToo() {
    create("scratch_ops.eu.west", "copy", "dasher_id", Types.LongType.get());

    assertThat(BuiltTable.of(catalog, CONTRACTS, DASHER, PERSON))
        .extracting(BuiltTable::name)
        .contains("scratch_ops.eu.west.copy");
  }

  @Test
  void oneThatCannotBeLoadedIsNamedAndLeavesTheErasureIncomplete() {
    build(7);
    build(8);
    assertThat(forget(Reach.SNAPSHOTS).path("complete").asBoolean()).isTrue();
    mart.refresh();
    mart.io().deleteFile(((HasTableOperations) mart).operations().current().metadataFileLocation());

    ObjectNode receipt = forget(Reach.SNAPSHOTS);

    assertThat(receipt.path("complete").asBoolean()).isFalse();
    assertThat(receipt.at("/built_tables/0/table").asText()).isEqualTo("marts.dasher_performance");
    assertThat(receipt.at("/built_tables/0/unreadable").asText()).isNotEmpty();
    assertThat(receipt.at("/built_tables/0/queries")).isEmpty();
  }

  /** As a REST catalog answers where the metadata of a table is gone. */
  @Test
  void oneThatIsListedAndSaidNotToBeThereIsNoneThatIsGone() {
    InMemoryCatalog denying =
        new InMemoryCatalog() {
          @Override
          public Table loadTable(TableIdentifier name) {
            throw new NoSuchTableException("Location does not exist");
          }
        };
    denying.initialize("test", Map.of());
    denying.createNamespace(Namespace.of("marts"));
    denying.buildTable(TableIdentifier.of("marts", "lost"), mart.schema()).create();

    assertThat(BuiltTable.of(denying, CONTRACTS, DASHER, PERSON))
        .containsExactly(new BuiltTable.Unloadable("marts.lost", "Location does not exist"));
  }

  @Test
  void anErasureIsWholeOnceItIsBuiltAnewAndItsOlderStatesAreGone() {
    build(7, 8);

    ObjectNode first = forget(Reach.SNAPSHOTS);

    assertThat(first.path("complete").asBoolean()).isFalse();
    assertThat(first.at("/built_tables/0/rows").asInt()).isEqualTo(1);
    assertThat(first.at("/built_tables/0/queries/0/sql").asText())
        .isEqualTo("SELECT count(*) FROM marts.dasher_performance WHERE dasher_id = 7");

    build(8);
    ObjectNode second = forget(Reach.CURRENT);

    assertThat(second.path("complete").asBoolean()).isFalse();
    assertThat(second.at("/built_tables/0/rows").asInt()).isZero();
    assertThat(second.at("/built_tables/0/older_snapshots").asInt()).isEqualTo(1);
    assertThat(forget(Reach.SNAPSHOTS).path("complete").asBoolean()).isTrue();
  }

  @Test
  void oneThatCannotBeReadKeepsNobodyFromBeingForgotten() {
    build(7);
    loseFiles();

    ObjectNode receipt = forget(Reach.CURRENT);

    assertThat(receipt.at("/built_tables/0/unreadable").asText()).isNotEmpty();
    assertThat(receipt.path("complete").asBoolean()).isFalse();
  }

  private void loseFiles() {
    mart.refresh();
    mart.currentSnapshot()
        .addedDataFiles(mart.io())
        .forEach(file -> mart.io().deleteFile(file.location()));
  }

  private Table create(String namespace, String name, String column, Type type) {
    Namespace place = Namespace.of(namespace.split("\\."));
    if (!catalog.namespaceExists(place)) {
      catalog.createNamespace(place);
    }

    return catalog.createTable(
        TableIdentifier.of(place, name), new Schema(NestedField.optional(1, column, type)));
  }

  /** As dbt does, in one commit. */
  private void build(long... dashers) {
    try (RowFiles files = new RowFiles(mart, 0, 1)) {
      for (long dasher : dashers) {
        GenericRecord row = GenericRecord.create(mart.schema());
        row.setField("dasher_id", dasher);
        WrittenFiles.keep(row, files, mart);
      }
      OverwriteFiles build = mart.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
      WrittenFiles.of(files.finish(), mart).forEach(build::addFile);
      build.commit();
    }
  }

  private ObjectNode forget(Reach reach) {
    Erasure erasure = erasure();

    return erasure.run(erasure.plan(request()), reach, Duration.ofDays(1));
  }

  private static Erasure erasure() {
    return new Erasure(
        (name, committed, snapshot) -> {},
        InstantSource.system(),
        new PrintStream(OutputStream.nullOutputStream()));
  }

  private Erasure.Request request() {
    return new Erasure.Request(
        DASHER,
        PERSON,
        List.of(),
        BuiltTable.of(catalog, CONTRACTS, DASHER, PERSON),
        List.of(),
        List.of());
  }
}

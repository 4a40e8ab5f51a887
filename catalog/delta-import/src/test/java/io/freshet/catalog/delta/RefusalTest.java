package io.freshet.catalog.delta;

import static io.freshet.catalog.delta.DeltaFolder.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalTest {
  private static final String ID = field("id", "long");

  @TempDir private Path folder;
  private DeltaFolder delta;
  private LocalLake lake;

  @BeforeEach
  void begin() {
    delta = new DeltaFolder(folder.resolve("delta"));
    lake = new LocalLake(folder.resolve("lake"));
  }

  private DeltaFolder oneVersion() {
    return delta
        .ids("a.parquet", 1)
        .protocol()
        .metadata(ID, List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> lake.importAll(delta))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessageContaining(message);
  }

  @Test
  void saysThatAFolderIsNoDeltaTable() {
    refused("No Delta table is at %s".formatted(folder.resolve("delta")));
  }

  @Test
  void namesTheFeatureThatItDoesNotKnow() {
    delta.protocol("timeTravelMachine").metadata(ID, List.of(), Map.of()).commit("CREATE TABLE");

    refused("needs what can't be imported: timeTravelMachine");
  }

  @Test
  void namesCommitsThatAnotherCatalogHolds() {
    delta
        .protocol("catalogManaged", "inCommitTimestamp")
        .metadata(ID, List.of(), Map.of("delta.enableInCommitTimestamps", "true"))
        .commit("CREATE TABLE");

    refused("catalogManaged");
  }

  @Test
  void namesTheColumnAndTheFeatureOfATypeThatItLacks() {
    delta
        .protocol("variantType")
        .metadata(ID + "," + field("anything", "variant"), List.of(), Map.of())
        .commit("CREATE TABLE");

    refused("Column anything is variant, which can't be imported: variantType");
  }

  @Test
  void refusesAProtocolOfTheFuture() {
    delta
        .action("{\"protocol\": {\"minReaderVersion\": 9, \"minWriterVersion\": 9}}")
        .metadata(ID, List.of(), Map.of())
        .commit("CREATE TABLE");

    refused("is of protocol version 9");
  }

  @Test
  void changesNothingWhenTheTableIsThereAlready() {
    lake.importAll(oneVersion());
    long before = lake.table().currentSnapshot().snapshotId();

    assertThat(lake.importAll(delta).path("receipt").path("outcome").asText())
        .isEqualTo("unchanged");
    assertThat(lake.table().currentSnapshot().snapshotId()).isEqualTo(before);
  }

  @Test
  void refusesToPassOverVersionsThatCameSince() {
    lake.importAll(oneVersion());
    delta.ids("b.parquet", 2).add("b.parquet").commit("WRITE");

    refused("raw.imported holds version 0 of");
  }

  @Test
  void refusesANameThatAnotherTableBears() {
    lake.catalog().createNamespace(Namespace.of("raw"));
    lake.catalog()
        .createTable(
            LocalLake.TABLE, new Schema(NestedField.optional(1, "id", Types.LongType.get())));
    oneVersion();

    refused("raw.imported exists already and was not made of");
  }

  @Test
  void planChangesNothing() {
    assertThat(lake.plan(oneVersion()).path("plan").path("rows").asLong()).isEqualTo(1);
    assertThat(lake.catalog().tableExists(LocalLake.TABLE)).isFalse();
  }

  @Test
  void leavesNeitherTableNorFilesWhenCountsDiffer() {
    delta
        .ids("a.parquet", 0, 1, 2, 3, 4, 5, 6, 7)
        .protocol("deletionVectors")
        .metadata(ID, List.of(), Map.of())
        .add(
            "a.parquet",
            Map.of(),
            DeltaFolder.deletionVector(0, 1, 2, 3)
                .replace("\"cardinality\": 4", "\"cardinality\": 2"))
        .commit("WRITE");

    assertThatThrownBy(() -> lake.copy(delta))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.OURS))
        .hasMessageContaining("nothing was registered");
    assertThat(lake.catalog().tableExists(LocalLake.TABLE)).isFalse();
    assertThat(lake.files()).isEmpty();
  }

  @Test
  void namesWhatBindsDeltasWritersAndNobodyAfter() {
    delta
        .ids("a.parquet", 1)
        .protocol()
        .metadata(
            ID,
            List.of(),
            Map.of("delta.constraints.positive", "id > 0", "delta.appendOnly", "true"))
        .add("a.parquet")
        .commit("WRITE");

    assertThat(lake.plan(delta).path("plan").path("left_behind"))
        .extracting(feature -> feature.asText())
        .containsExactly("appendOnly", "checkConstraints");
  }
}

package io.freshet.catalog.delta;

import static io.freshet.catalog.delta.DeltaFolder.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.HistoryEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final String ID = field("id", "long");

  @TempDir private Path folder;
  private DeltaFolder delta;
  private LocalLake lake;

  @BeforeEach
  void begin() {
    delta = new DeltaFolder(folder.resolve("delta"));
    lake = new LocalLake(folder.resolve("lake"));
  }

  private DeltaFolder threeVersions() {
    return delta
        .ids("a.parquet", 1, 2)
        .ids("b.parquet", 3)
        .ids("c.parquet", 4, 5, 6)
        .protocol()
        .metadata(ID, List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE")
        .add("b.parquet")
        .commit("WRITE")
        .remove("a.parquet")
        .add("c.parquet")
        .commit("MERGE");
  }

  @Test
  void makesASnapshotOfEachVersion() {
    JsonNode result = lake.importAll(threeVersions());

    assertThat(lake.ids(0)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(lake.ids(1)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(lake.ids(2)).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
    assertThat(lake.table().currentSnapshot().summary())
        .containsEntry("delta.version", "2")
        .containsEntry("delta.operation", "MERGE");
    assertThat(result.path("receipt").path("versions")).hasSize(3);
    assertThat(result.path("receipt").path("rows").asLong()).isEqualTo(4);
  }

  @Test
  void givesSnapshotsTheTimesOfTheirVersions() {
    lake.importAll(threeVersions());

    assertThat(lake.table().history())
        .extracting(HistoryEntry::timestampMillis)
        .containsExactly(
            DeltaFolder.FIRST_COMMIT,
            DeltaFolder.FIRST_COMMIT + DeltaFolder.BETWEEN_COMMITS,
            DeltaFolder.FIRST_COMMIT + 2 * DeltaFolder.BETWEEN_COMMITS);
    assertThat(lake.table().currentSnapshot().timestampMillis())
        .isEqualTo(DeltaFolder.FIRST_COMMIT + 2 * DeltaFolder.BETWEEN_COMMITS);
  }

  @Test
  void keepsAnEmptyVersionAndOneThatOnlyTellsOfItself() {
    delta
        .ids("a.parquet", 1)
        .protocol()
        .metadata(ID, List.of(), Map.of())
        .commit("CREATE TABLE")
        .add("a.parquet")
        .commit("WRITE")
        .action("{\"txn\": {\"appId\": \"stream\", \"version\": 7}}")
        .commit("STREAMING UPDATE");

    lake.importAll(delta);

    assertThat(lake.ids(0)).isEmpty();
    assertThat(lake.ids(2)).containsExactly(1L);
    assertThat(lake.table().snapshots()).hasSize(3);
  }

  @Test
  void findsAFileAgainThatWasRestored() {
    threeVersions().remove("c.parquet").add("a.parquet").commit("RESTORE");

    lake.importAll(delta);

    assertThat(lake.ids(3)).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void beginsAfterTheNewestVersionThatHasLostAFile() throws Exception {
    threeVersions().remove("b.parquet").commit("DELETE");
    Files.delete(folder.resolve("delta").resolve("a.parquet"));

    JsonNode plan = lake.importAll(delta).path("plan");

    assertThat(plan.path("from_version").asLong()).isEqualTo(2);
    assertThat(plan.path("left_out").asText())
        .matches("version 1 has lost its file file:.*/a.parquet");
    assertThat(lake.ids(2)).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
    assertThat(lake.ids(3)).containsExactlyInAnyOrder(4L, 5L, 6L);
  }

  @Test
  void refusesANewestVersionThatHasLostAFile() throws Exception {
    threeVersions();
    Files.delete(folder.resolve("delta").resolve("c.parquet"));

    assertThatThrownBy(() -> lake.importAll(delta))
        .isInstanceOf(FreshetException.class)
        .hasMessageMatching(
            "The newest version, 2, has lost its file file:.*/c.parquet; restore it first");
  }

  @Test
  void takesAsManyVersionsAsAreWanted() {
    JsonNode plan = lake.importNewest(threeVersions(), 2).path("plan");

    assertThat(plan.path("from_version").asLong()).isEqualTo(1);
    assertThat(plan.path("left_out").asText()).isEqualTo("only 2 are wanted");
    assertThat(lake.ids(1)).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void followsColumnsThatComeAndBecomeWider() {
    delta
        .file("a.parquet", "optional int32 id;", row -> row.add("id", 1))
        .file(
            "b.parquet",
            "optional int64 id; optional binary note (STRING);",
            row -> row.append("id", 2L).append("note", "new"))
        .protocol("typeWidening")
        .metadata(field("id", "integer"), List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE")
        .metadata(field("note", "string") + "," + ID, List.of(), Map.of())
        .add("b.parquet")
        .commit("WRITE");

    lake.importAll(delta);

    assertThat(lake.ids(0)).containsExactly(1);
    assertThat(lake.at(1, row -> row.getField("id") + " " + row.getField("note")))
        .containsExactlyInAnyOrder("1 null", "2 new");
  }

  @Test
  void beginsAfterAChangeThatNoIcebergTableCanMake() {
    delta
        .file("a.parquet", "optional int32 id;", row -> row.add("id", 1))
        .file("b.parquet", "optional double id;", row -> row.add("id", 2.5))
        .protocol("typeWidening")
        .metadata(field("id", "integer"), List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE")
        .metadata(field("id", "double"), List.of(), Map.of())
        .add("b.parquet")
        .commit("WRITE");

    JsonNode plan = lake.importAll(delta).path("plan");

    assertThat(plan.path("left_out").asText())
        .isEqualTo("version 1 made column id double of int, which an Iceberg column can't become");
    assertThat(plan.path("files").path("rewritten").path("files").asLong()).isEqualTo(1);
    assertThat(lake.ids(1)).containsExactlyInAnyOrder(1.0, 2.5);
  }

  @Test
  void beginsWhereTheLogBegins() throws Exception {
    threeVersions();
    Engine engine = DefaultEngine.create(local());
    TableManager.loadSnapshot("file:" + delta.root()).build(engine).writeCheckpoint(engine);
    Path log = delta.root().resolve("_delta_log");
    Files.delete(log.resolve("%020d.json".formatted(0)));
    Files.delete(log.resolve("%020d.json".formatted(1)));

    JsonNode plan = lake.importAll(delta).path("plan");

    assertThat(plan.path("from_version").asLong()).isEqualTo(2);
    assertThat(plan.path("left_out").asText()).isEqualTo("the log begins with version 2");
    assertThat(lake.ids(2)).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
  }

  @Test
  void takesTimesFromCommitsThatAreBoundToThem() {
    delta
        .ids("a.parquet", 1)
        .action(
            """
            {"protocol": {"minReaderVersion": 1, "minWriterVersion": 7,
              "writerFeatures": ["inCommitTimestamp"]}}""")
        .metadata(ID, List.of(), Map.of("delta.enableInCommitTimestamps", "true"))
        .add("a.parquet")
        .commit("WRITE");

    lake.importAll(delta);

    assertThat(lake.table().currentSnapshot().timestampMillis())
        .isEqualTo(DeltaFolder.FIRST_COMMIT + DeltaFolder.IN_COMMIT_LATER);
  }

  private static Configuration local() {
    Configuration configuration = new Configuration(false);
    configuration.set("io.delta.kernel.logStore.file.impl", "io.delta.storage.LocalLogStore");

    return configuration;
  }
}

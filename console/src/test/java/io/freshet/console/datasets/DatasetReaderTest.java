package io.freshet.console.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.console.datasets.DataSet.FileState;
import io.freshet.console.reading.Lake;
import io.freshet.core.toolkit.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {
  private static final String ROWS = "rows";

  @TempDir Path folder;
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private DatasetReader reader;

  @BeforeEach
  void open() {
    catalog.initialize("memory", Map.of());
    reader =
        new DatasetReader(
            folder.resolve("datasets"),
            Optional.of(folder.resolve("models").toString()),
            new Lake(() -> catalog));
  }

  private void makeSet(String name, String sha256) throws IOException {
    Path set = Files.createDirectories(folder.resolve("datasets").resolve(name));
    Files.writeString(set.resolve("data.parquet"), ROWS);
    Files.writeString(
        set.resolve("manifest.json"),
        """
        {"name": "%s", "kind": "eta-training", "cut": null, "rows": 3, "orders": 2,
         "from": "2026-03-01", "to": "2026-03-02", "sha256": "%s",
         "features": {"version": 2, "names": []},
         "tables": [{"table": "raw.gone", "snapshot_id": 7, "tag": "dataset-%s",
                     "contract_version": "1.2.0"}]}
        """
            .formatted(name, sha256, name));
  }

  private void makeModel(String version, int mae) throws IOException {
    Path model = Files.createDirectories(folder.resolve("models").resolve(version));
    Files.writeString(
        model.resolve("manifest.json"),
        """
        {"version": "%s", "created_at": "2026-03-0%d", "dataset": {"name": "eta"},
         "features": {"version": 2}, "sha256": "00", "rows": {"learned": 5, "held_out": 2},
         "metrics": {"model": {"mae_seconds": %d, "in_time": 0.9, "window_seconds": 300}}}
        """
            .formatted(version, mae % 9, mae));
  }

  @Test
  void readsNothingWhereNothingWasMade() {
    DatasetFacts facts = reader.read();

    assertThat(facts.sets()).isEmpty();
    assertThat(facts.noSets()).contains(folder.resolve("datasets").toString());
    assertThat(facts.models()).isEmpty();
    assertThat(facts.cuts()).isEmpty();
    assertThat(facts.serving()).isEmpty();
  }

  @Test
  void saysWhetherTheRowsAreThoseOfTheManifest() throws Exception {
    makeSet("sound", Sha256.hex(ROWS));
    makeSet("changed", Sha256.hex("others"));
    makeSet("lost", Sha256.hex(ROWS));
    Files.delete(folder.resolve("datasets/lost/data.parquet"));

    assertThat(reader.read().sets())
        .extracting(DataSet::name, DataSet::state)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("sound", FileState.SOUND),
            org.assertj.core.groups.Tuple.tuple("changed", FileState.CHANGED),
            org.assertj.core.groups.Tuple.tuple("lost", FileState.GONE));
  }

  @Test
  void noticesThatAFileHasChangedSince() throws Exception {
    makeSet("eta", Sha256.hex(ROWS));
    assertThat(reader.read().sets().get(0).state()).isEqualTo(FileState.SOUND);

    Files.writeString(folder.resolve("datasets/eta/data.parquet"), "rather other rows");

    assertThat(reader.read().sets().get(0).state()).isEqualTo(FileState.CHANGED);
  }

  @Test
  void saysThatTheTagsOfADroppedTableAreGone() throws Exception {
    makeSet("eta", Sha256.hex(ROWS));

    DataSet.Source source = reader.read().sets().get(0).sources().get(0);

    assertThat(source.isKept()).contains(false);
    assertThat(source.contractVersion()).isEqualTo("1.2.0");
  }

  @Test
  void doesNotKnowOfTagsOfATableThatCantBeRead() throws Exception {
    makeSet("eta", Sha256.hex(ROWS));
    Path manifest = folder.resolve("datasets/eta/manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("raw.gone", ""));

    assertThat(reader.read().sets().get(0).sources().get(0).isKept()).isEmpty();
  }

  @Test
  void tellsOfATagThatIsNotAtItsSnapshotAnyMore() throws Exception {
    DataSet set =
        DataSet.of(
            new ObjectMapper()
                .readTree(
                    "{\"cut\": \"cut_2026_11_29_07\", \"tables\": [{\"table\": \"raw.a\","
                        + " \"tag\": \"t\", \"snapshot_id\": 7}]}"),
            FileState.SOUND,
            (table, tag, snapshot) -> Optional.of(snapshot == 8));

    assertThat(set.sources().get(0).isKept()).contains(false);
    assertThat(set.cut()).contains("cut_2026_11_29_07");
  }

  @Test
  void readsModelsAndWhichOneServes() throws Exception {
    makeModel("eta-1", 114);
    makeModel("eta-2", 121);
    Files.writeString(folder.resolve("models/current.json"), "{\"version\": \"eta-1\"}");

    DatasetFacts facts = reader.read();

    assertThat(facts.serving()).contains("eta-1");
    assertThat(facts.models())
        .filteredOn(TrainedModel::isServing)
        .extracting(TrainedModel::version)
        .containsExactly("eta-1");
    assertThat(facts.models().get(0).own().orElseThrow().inTime()).isEqualTo(0.9);
  }

  @Test
  void saysThatModelsElsewhereAreNotRead() {
    DatasetReader elsewhere =
        new DatasetReader(folder, Optional.of("s3://lake/models"), new Lake(() -> catalog));

    assertThat(elsewhere.read().noModels()).contains("s3://lake/models", "./freshet model list");
  }
}

package io.freshet.cli.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFilesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @BeforeEach
  void makeSets() throws IOException {
    for (String set : new String[] {"eta", "other"}) {
      Files.createDirectories(folder.resolve(set));
      Files.writeString(data(set), "rows");
      Files.writeString(manifest(set), "{\"name\": \"%s\"}".formatted(set));
    }
  }

  @Test
  void namesTheSetsWhoseSnapshotsHaveRowsOfThePerson() throws Exception {
    ObjectNode receipt = receipt("kept_by", "[{\"reference\": \"dataset-eta\"}]");

    files().tell(receipt);

    assertThat(receipt.path("training_sets").toString())
        .isEqualTo("[{\"set\":\"eta\",\"erased\":false}]");
    assertThat(receipt.path("complete").asBoolean()).isFalse();
    assertThat(data("eta")).exists();
  }

  @Test
  void erasesTheirRowsAndLeavesManifestsThatSaySo() throws Exception {
    ObjectNode receipt = receipt("tags_released", "[\"dataset-eta\", \"freshet_proved_1\"]");

    files().erase(receipt);

    assertThat(receipt.path("training_sets").toString())
        .isEqualTo("[{\"set\":\"eta\",\"erased\":true}]");
    assertThat(receipt.path("complete").asBoolean()).isTrue();
    assertThat(data("eta")).doesNotExist();
    assertThat(JSON.readTree(manifest("eta").toFile()).toString())
        .isEqualTo("{\"name\":\"eta\",\"erased_at\":\"2026-03-01T12:00:00Z\"}");
    assertThat(data("other")).exists();
  }

  @Test
  void leavesAloneWhatATagOnlySeemsToName() throws Exception {
    Files.writeString(folder.resolve("data.parquet"), "of nobody");
    ObjectNode receipt =
        receipt(
            "tags_released", "[\"dataset-../%s\", \"dataset-.\"]".formatted(folder.getFileName()));

    files().erase(receipt);

    assertThat(receipt.path("training_sets")).isEmpty();
    assertThat(folder.resolve("data.parquet")).exists();
  }

  @Test
  void knowsOfNoneWhereThereIsNoFolder() throws Exception {
    ObjectNode receipt = receipt("tags_released", "[\"dataset-eta\"]");

    new TrainingFiles(folder.resolve("absent"), InstantSource.fixed(NOW)).erase(receipt);

    assertThat(receipt.path("training_sets")).isEmpty();
  }

  private TrainingFiles files() {
    return new TrainingFiles(folder, InstantSource.fixed(NOW));
  }

  private Path data(String set) {
    return folder.resolve(set).resolve("data.parquet");
  }

  private Path manifest(String set) {
    return folder.resolve(set).resolve("manifest.json");
  }

  private static ObjectNode receipt(String member, String value) throws Exception {
    return (ObjectNode)
        JSON.readTree("{\"complete\": true, \"tables\": [{\"%s\": %s}]}".formatted(member, value));
  }
}

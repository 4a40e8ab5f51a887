package io.freshet.cli.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The files of training sets whose snapshots have rows of a person. They name orders and no person,
 * but what was computed of the person's rows is in them. A set is told by its tag, so one whose tag
 * has gone before is not found.
 */
final class TrainingFiles {
  private static final String TAG = "dataset-";
  private static final String SETS = "training_sets";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path sets;
  private final InstantSource clock;

  /**
   * @param sets folder of training sets
   */
  TrainingFiles(Path sets, InstantSource clock) {
    this.sets = sets;
    this.clock = clock;
  }

  static TrainingFiles of(Workspace workspace) {
    Path beside = workspace.profileFile().toAbsolutePath().resolveSibling("datasets");

    return new TrainingFiles(
        Path.of(workspace.settings().text("training.datasets", beside.toString())),
        InstantSource.system());
  }

  /** Names them in a plan or a receipt, which is not complete while there are any. */
  void tell(ObjectNode told) {
    ArrayNode array = told.putArray(SETS);
    for (String set : named(told)) {
      if (Files.exists(data(set))) {
        array.addObject().put("set", set).put("erased", false);
      }
    }
    if (!array.isEmpty() && told.has("complete")) {
      told.put("complete", false);
    }
  }

  /**
   * Deletes them, and notes so in the receipt and in each set's manifest, which stays: what was
   * trained on the set, and when, is still to be told.
   */
  void erase(ObjectNode receipt) throws IOException {
    ArrayNode array = receipt.putArray(SETS);
    for (String set : named(receipt)) {
      if (Files.deleteIfExists(data(set))) {
        note(sets.resolve(set).resolve("manifest.json"));
        array.addObject().put("set", set).put("erased", true);
      }
    }
  }

  private void note(Path manifest) throws IOException {
    if (Files.exists(manifest)) {
      ObjectNode noted = (ObjectNode) JSON.readTree(manifest.toFile());
      noted.put("erased_at", clock.instant().toString());
      Files.writeString(manifest, noted.toPrettyString() + System.lineSeparator());
    }
  }

  private Path data(String set) {
    return sets.resolve(set).resolve("data.parquet");
  }

  /** Those whose tags an answer names, kept or let go. Tags are whatever somebody has put there. */
  private Set<String> named(JsonNode told) {
    Set<String> tags = new TreeSet<>();
    for (JsonNode table : told.path("tables")) {
      table.path("kept_by").forEach(kept -> tags.add(kept.path("reference").asText()));
      table.path("tags_released").forEach(tag -> tags.add(tag.asText()));
    }
    Set<String> here = here();

    return tags.stream()
        .filter(tag -> tag.startsWith(TAG))
        .map(tag -> tag.substring(TAG.length()))
        .filter(here::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> here() {
    String[] folders = sets.toFile().list();

    return folders == null ? Set.of() : Set.copyOf(List.of(folders));
  }
}

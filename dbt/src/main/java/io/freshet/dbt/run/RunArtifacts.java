package io.freshet.dbt.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.dbt.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The JSON files that a run of dbt has left behind. */
final class RunArtifacts {
  private final Path folder;
  private final Instant start;

  /**
   * @param start of the run: results that are older are those of another one
   */
  RunArtifacts(Path folder, Instant start) {
    this.folder = folder;
    this.start = start;
  }

  /** One entry a model, test or the like; empty when the run has not come so far. */
  List<JsonNode> results() {
    return list(readOfThisRun("run_results.json").path("results"));
  }

  /** Whether the run has left results, and none among them; false where it has left no file. */
  boolean hasNoResult() {
    JsonNode results = readOfThisRun("run_results.json").path("results");

    return results.isArray() && results.isEmpty();
  }

  /** One entry a source whose freshness was asked. */
  List<JsonNode> sourceResults() {
    return list(readOfThisRun("sources.json").path("results"));
  }

  Manifest manifest() {
    return new Manifest(read("manifest.json"));
  }

  private JsonNode readOfThisRun(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) && !Files.getLastModifiedTime(file).toInstant().isBefore(start)
          ? read(name)
          : MissingNode.getInstance();
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot look at %s: %s".formatted(file, e), e);
    }
  }

  private JsonNode read(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file)
          ? new ObjectMapper().readTree(file.toFile())
          : MissingNode.getInstance();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.OURS, "Cannot read what dbt left in %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);

    return nodes;
  }
}

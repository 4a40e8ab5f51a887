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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON files that a run of dbt leaves behind, told from those that lay there before it. */
final class RunArtifacts {
  private static final String RUN_RESULTS = "run_results.json";
  private static final String SOURCES = "sources.json";

  private final Path folder;
  private final Optional<FileTime> olderResults;
  private final Optional<FileTime> olderSources;

  private RunArtifacts(
      Path folder, Optional<FileTime> olderResults, Optional<FileTime> olderSources) {
    this.folder = folder;
    this.olderResults = olderResults;
    this.olderSources = olderSources;
  }

  /**
   * Of a run that is about to begin. File times are held against file times only: a file system's
   * clock may be some milliseconds behind the processor's.
   */
  static RunArtifacts ofNextRun(Path folder) {
    return new RunArtifacts(
        folder, written(folder.resolve(RUN_RESULTS)), written(folder.resolve(SOURCES)));
  }

  /** One entry a model, test or the like; empty when the run has not come so far. */
  List<JsonNode> results() {
    return list(readOfThisRun(RUN_RESULTS, olderResults).path("results"));
  }

  /** Whether the run has left results, and none among them; false where it has left no file. */
  boolean hasNoResult() {
    JsonNode results = readOfThisRun(RUN_RESULTS, olderResults).path("results");

    return results.isArray() && results.isEmpty();
  }

  /** One entry a source whose freshness was asked. */
  List<JsonNode> sourceResults() {
    return list(readOfThisRun(SOURCES, olderSources).path("results"));
  }

  Manifest manifest() {
    return new Manifest(read("manifest.json"));
  }

  private JsonNode readOfThisRun(String name, Optional<FileTime> older) {
    return written(folder.resolve(name)).equals(older) ? MissingNode.getInstance() : read(name);
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

  /** When it was last written; empty when there is none. */
  private static Optional<FileTime> written(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.getLastModifiedTime(file)) : Optional.empty();
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot look at %s: %s".formatted(file, e), e);
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);

    return nodes;
  }
}

package io.freshet.dbt.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What dbt knows of its project: {@code manifest.json}, as each run of dbt writes it. */
public record Manifest(JsonNode json) {
  /**
   * The one that {@code dbt parse} has written.
   *
   * @throws FreshetException when it is not there
   */
  public static Manifest read(Path file) {
    try {
      return new Manifest(new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read dbt's manifest %s; run ./freshet dbt parse".formatted(file),
          e);
    }
  }

  /** A model, test or the like of the project; missing where there is none of that id. */
  public JsonNode node(String id) {
    return json.path("nodes").path(id);
  }

  public JsonNode source(String id) {
    return json.path("sources").path(id);
  }

  /** The models whose files lie below a folder, by their names. */
  public Map<String, JsonNode> modelsIn(String folder) {
    Map<String, JsonNode> models = new TreeMap<>();
    for (JsonNode node : json.path("nodes")) {
      if (node.path("resource_type").asText().equals("model")
          && node.path("original_file_path").asText().startsWith(folder)) {
        models.put(node.path("name").asText(), node);
      }
    }

    return models;
  }

  /** The arguments of a model's test of that name, if it has one. */
  public Optional<JsonNode> test(String name, JsonNode model) {
    return StreamSupport.stream(json.path("nodes").spliterator(), false)
        .filter(node -> node.path("test_metadata").path("name").asText().equals(name))
        .filter(node -> node.path("attached_node").equals(model.path("unique_id")))
        .map(node -> node.path("test_metadata").path("kwargs"))
        .findFirst();
  }

  /** The names of the contracts whose tables a node reads, directly or through others. */
  public Set<String> contractsBehind(String id) {
    Set<String> contracts = new TreeSet<>();
    collect(id, contracts, new HashSet<>());

    return contracts;
  }

  private void collect(String id, Set<String> contracts, Set<String> seen) {
    if (!seen.add(id)) {
      return;
    }
    String contract = source(id).path("meta").path("contract").asText();
    if (!contract.isEmpty()) {
      contracts.add(contract);
    }
    for (JsonNode parent : node(id).path("depends_on").path("nodes")) {
      collect(parent.asText(), contracts, seen);
    }
  }
}

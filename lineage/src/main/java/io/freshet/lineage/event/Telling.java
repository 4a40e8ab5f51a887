package io.freshet.lineage.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an event tells of a job's inputs and outputs, as far as edges are made of it; or several
 * events of one run together. In OpenLineage's words, since an event may name columns of inputs
 * that only another one tells of.
 */
public final class Telling {
  private static final List<String> SIDES = List.of("inputs", "outputs");
  private static final List<String> FACETS = List.of("symlinks", "schema", "columnLineage");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode sides;

  private Telling(ObjectNode sides) {
    this.sides = sides;
  }

  /** Of nothing. */
  public static Telling empty() {
    return of(JsonNodeFactory.instance.objectNode());
  }

  static Telling of(JsonNode event) {
    ObjectNode sides = JsonNodeFactory.instance.objectNode();
    for (String side : SIDES) {
      ArrayNode datasets = sides.putArray(side);
      event.path(side).forEach(dataset -> datasets.add(bare(dataset)));
    }

    return new Telling(sides);
  }

  private static ObjectNode bare(JsonNode dataset) {
    ObjectNode bare = JsonNodeFactory.instance.objectNode();
    bare.set("namespace", dataset.path("namespace"));
    bare.set("name", dataset.path("name"));
    ObjectNode facets = bare.putObject("facets");
    for (String name : FACETS) {
      JsonNode facet = dataset.path("facets").path(name);
      // A schema without columns says nothing, and must not hide one that has some.
      if (facet.isObject() && !(name.equals("schema") && facet.path("fields").isEmpty())) {
        facets.set(name, facet);
      }
    }

    return bare;
  }

  /** What {@link #json} has given. */
  public static Telling parse(String json) {
    try {
      return new Telling((ObjectNode) MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Only what was written by us is read", e);
    }
  }

  public String json() {
    return sides.toString();
  }

  public boolean isEmpty() {
    return SIDES.stream().allMatch(side -> sides.path(side).isEmpty());
  }

  /** Both; where both tell the same facet of a dataset, the later one is right. */
  public Telling and(Telling later) {
    ObjectNode both = JsonNodeFactory.instance.objectNode();
    for (String side : SIDES) {
      Map<List<JsonNode>, ObjectNode> byName = new LinkedHashMap<>();
      for (Telling telling : List.of(this, later)) {
        for (JsonNode dataset : telling.sides.path(side)) {
          List<JsonNode> name = List.of(dataset.path("namespace"), dataset.path("name"));
          byName.merge(name, dataset.deepCopy(), Telling::both);
        }
      }
      both.putArray(side).addAll(byName.values());
    }

    return new Telling(both);
  }

  private static ObjectNode both(ObjectNode earlier, ObjectNode later) {
    ((ObjectNode) earlier.path("facets")).setAll((ObjectNode) later.path("facets"));

    return earlier;
  }

  Part part() {
    return Part.root(sides);
  }
}

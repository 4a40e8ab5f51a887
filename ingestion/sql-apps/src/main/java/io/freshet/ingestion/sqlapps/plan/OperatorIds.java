package io.freshet.ingestion.sqlapps.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Sha256;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each node of a plan an id that follows from what it does and from what its inputs do. What
 * is only said of it (its place in the plan, its description, the other columns of a table) does
 * not count.
 */
final class OperatorIds {
  private static final List<String> ONLY_SAID = List.of("id", "description");
  private static final List<String> TABLES = List.of("scanTableSource", "dynamicTableSink");
  private static final String RESOLVED = "resolvedTable";

  private final Map<Long, List<JsonNode>> edges;
  private final Map<Long, String> meanings = new HashMap<>();

  /**
   * @param edges by the node that they lead to
   */
  OperatorIds(Map<Long, List<JsonNode>> edges) {
    this.edges = edges;
  }

  /** New ids by the old ones. */
  Map<Long, Long> of(List<ObjectNode> nodes) {
    Map<Long, ObjectNode> byId = new HashMap<>();
    nodes.forEach(node -> byId.put(node.path("id").asLong(), node));
    Map<Long, Long> ids = new HashMap<>();
    Set<Long> taken = new HashSet<>();
    for (ObjectNode node : nodes) {
      long old = node.path("id").asLong();
      String meaning = meaning(old, byId);
      long id = number(meaning);
      for (int again = 2; !taken.add(id); again++) {
        id = number(meaning + " " + again); // two that do the same
      }
      ids.put(old, id);
    }

    return ids;
  }

  private String meaning(long id, Map<Long, ObjectNode> byId) {
    String known = meanings.get(id);
    if (known != null) {
      return known;
    }
    StringBuilder text = new StringBuilder(does(byId.get(id)));
    for (JsonNode edge : edges.getOrDefault(id, List.of())) {
      text.append('\n')
          .append(edge.path("shuffle"))
          .append(meaning(edge.path("source").asLong(), byId));
    }
    String meaning = Sha256.hex(text.toString());
    meanings.put(id, meaning);

    return meaning;
  }

  private static String does(ObjectNode node) {
    ObjectNode copy = node.deepCopy();
    ONLY_SAID.forEach(copy::remove);
    for (String table : TABLES) {
      if (copy.path(table).path("table") instanceof ObjectNode named) {
        named.remove(RESOLVED);
        // Which columns of the table are read is in the output's type, by their names.
        ((ObjectNode) copy.get(table)).remove("abilities");
      }
    }
    // Another time to live finds the state; one where there was none, or the reverse, doesn't.
    if (copy.path("state") instanceof ArrayNode states) {
      states.forEach(
          state -> ((ObjectNode) state).put("ttl", OperatorPlan.isForEver(state) ? "0" : "some"));
    }

    return copy.toString();
  }

  /** The table that a node reads or writes; empty for others. */
  static String table(JsonNode node) {
    for (String key : TABLES) {
      String identifier = node.path(key).path("table").path("identifier").asText();
      if (!identifier.isEmpty()) {
        return identifier.replaceFirst("^.*\\.", "").replace("`", "");
      }
    }

    return "";
  }

  /** How often events are on the stream that a node writes; empty where it writes none. */
  static Optional<String> delivery(JsonNode node) {
    return Optional.of(
            node.path("dynamicTableSink")
                .path("table")
                .path(RESOLVED)
                .path("options")
                .path("delivery")
                .asText())
        .filter(text -> !text.isEmpty());
  }

  /** Flink's ids are whole numbers above zero. */
  private static long number(String meaning) {
    return ByteBuffer.wrap(Sha256.of(meaning)).getInt() & Integer.MAX_VALUE;
  }
}

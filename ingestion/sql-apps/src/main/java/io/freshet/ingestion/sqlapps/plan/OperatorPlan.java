package io.freshet.ingestion.sqlapps.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan that Flink has compiled, with ids that follow from what each operator does: whoever does
 * the same with the same input has the same id in every version, and finds its state again.
 *
 * @param json what Flink loads and runs
 */
public record OperatorPlan(String json, List<Operator> operators) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCAN = "table-source-scan";
  private static final String SINK = "sink";

  /** Whatever else is there keeps rows, for all we know. */
  private static final Set<String> WITHOUT_STATE =
      Set.of(
          SCAN,
          SINK,
          "calc",
          "correlate",
          "drop-update-before",
          "exchange",
          "expand",
          "global-window-table-function",
          "local-group-aggregate",
          "local-window-aggregate",
          "mini-batch-assigner",
          "union",
          "values",
          "watermark-assigner",
          "window-table-function");

  public OperatorPlan {
    operators = List.copyOf(operators);
  }

  /**
   * @param compiled by Flink, or the JSON of a plan made here
   */
  public static OperatorPlan of(String compiled) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(compiled);
      Map<Long, List<JsonNode>> edges = edges(root);
      Map<Long, Long> ids = new OperatorIds(edges).of(nodes(root));
      List<Operator> operators = new ArrayList<>();
      for (ObjectNode node : nodes(root)) {
        operators.add(operator(node, ids, edges));
      }
      rename(root, ids);

      return new OperatorPlan(JSON.writeValueAsString(root), operators);
    } catch (JsonProcessingException | ClassCastException e) {
      throw new FreshetException(Fault.CALLER, "This is no plan of an application", e);
    }
  }

  private static List<ObjectNode> nodes(ObjectNode root) {
    List<ObjectNode> nodes = new ArrayList<>();
    root.path("nodes").forEach(node -> nodes.add((ObjectNode) node));

    return nodes;
  }

  /** Those that lead to a node, in the order of its inputs. */
  private static Map<Long, List<JsonNode>> edges(ObjectNode root) {
    Map<Long, List<JsonNode>> edges = new HashMap<>();
    for (JsonNode edge : root.path("edges")) {
      edges.computeIfAbsent(edge.path("target").asLong(), ignored -> new ArrayList<>()).add(edge);
    }

    return edges;
  }

  private static Operator operator(
      ObjectNode node, Map<Long, Long> ids, Map<Long, List<JsonNode>> edges) {
    long id = node.path("id").asLong();

    return new Operator(
        ids.get(id),
        kind(node),
        node.path("description").asText().replaceAll("`?freshet`?[.,] ?`?app`?[.,] ?", ""),
        memory(node),
        edges.getOrDefault(id, List.of()).stream()
            .map(edge -> ids.get(edge.path("source").asLong()))
            .toList());
  }

  /** Flink's {@code stream-exec-calc_1} is a {@code calc}. */
  static String kind(JsonNode node) {
    return node.path("type").asText().replaceFirst("^stream-exec-", "").replaceFirst("_\\d+$", "");
  }

  private static Operator.Memory memory(JsonNode node) {
    JsonNode state = node.path("state");
    if (state.isArray() && !state.isEmpty()) {
      boolean forEver = false;
      for (JsonNode part : state) {
        forEver |= isForEver(part);
      }

      return forEver ? Operator.Memory.FOR_EVER : Operator.Memory.UNTIL_TTL;
    }
    boolean session = node.path("windowing").toString().contains("SESSION");

    return WITHOUT_STATE.contains(kind(node)) && !session
        ? Operator.Memory.NONE
        : Operator.Memory.BOUNDED;
  }

  static boolean isForEver(JsonNode state) {
    return state.path("ttl").asText().startsWith("0 ");
  }

  private static void rename(ObjectNode root, Map<Long, Long> ids) {
    for (ObjectNode node : nodes(root)) {
      node.put("id", ids.get(node.path("id").asLong()));
    }
    for (JsonNode edge : (ArrayNode) root.path("edges")) {
      ObjectNode changed = (ObjectNode) edge;
      changed.put("source", ids.get(edge.path("source").asLong()));
      changed.put("target", ids.get(edge.path("target").asLong()));
    }
  }

  /** The first operator whose state nothing bounds. */
  public Optional<Operator> growing() {
    return operators.stream()
        .filter(operator -> operator.memory() == Operator.Memory.FOR_EVER)
        .findFirst();
  }

  /**
   * What a checkpoint of the running application holds, by names that last: positions in streams,
   * open transactions, the rows of operators.
   */
  public Map<String, String> memories() {
    Map<String, String> memories = new LinkedHashMap<>();
    try {
      for (JsonNode node : JSON.readTree(json).path("nodes")) {
        remember(node, memories);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("It was read before", e);
    }

    return memories;
  }

  private void remember(JsonNode node, Map<String, String> memories) {
    String table = OperatorIds.table(node);
    if (kind(node).equals(SCAN)) {
      memories.put("position in " + table, "read " + table);
    } else if (kind(node).equals(SINK)) {
      OperatorIds.delivery(node)
          .ifPresent(
              delivery ->
                  memories.put(
                      "transactions of %s, %s".formatted(table, delivery), "write " + table));
    }
    operators.stream()
        .filter(operator -> operator.id() == node.path("id").asLong() && operator.isStateful())
        .forEach(
            operator ->
                memories.put(
                    "%s %d".formatted(operator.kind(), operator.id()), operator.description()));
  }
}

package io.freshet.core.lineage.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lies around a dataset, as the lineage server tells it.
 *
 * @param root the dataset's id
 * @param json all of it, for those who want JSON
 */
public record LineageGraph(
    String root,
    Optional<String> column,
    Map<String, Node> nodes,
    List<Edge> edges,
    boolean truncated,
    JsonNode json) {

  /**
   * A dataset or a job.
   *
   * @param kind {@code table}, {@code view}, {@code stream} or {@code other}; of a job who tells of
   *     it and its type, such as {@code dbt model}
   */
  public record Node(String id, String name, String kind, Optional<String> owner) {
    /** The name with what it is, as people read it. */
    public String text() {
      return kind.isEmpty() || kind.equals("table") ? name : kind + " " + name;
    }
  }

  /**
   * From a dataset through a job to another dataset; one of them may lack.
   *
   * @param by {@code column}, {@code table} or {@code possibly}: how sure it is
   */
  public record Edge(
      Optional<String> from, String job, Optional<String> to, String by, List<Columns> columns) {}

  /** A column that goes into another, or into all of them. */
  public record Columns(String from, Optional<String> to, Optional<String> how) {
    @Override
    public String toString() {
      return from + " → " + to.orElse("every column") + how.map(" (%s)"::formatted).orElse("");
    }
  }

  public static LineageGraph of(JsonNode json) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (JsonNode node : json.path("nodes")) {
      String id = node.path("id").asText();
      nodes.put(id, new Node(id, node.path("name").asText(), kind(node), text(node, "owner")));
    }
    Map<List<String>, List<Columns>> columns = new LinkedHashMap<>();
    for (JsonNode column : json.path("column_edges")) {
      columns
          .computeIfAbsent(ends(column), ends -> new ArrayList<>())
          .add(
              new Columns(
                  column.path("from_column").asText(),
                  text(column, "to_column"),
                  text(column, "subtype").or(() -> text(column, "transformation"))));
    }
    List<Edge> edges = new ArrayList<>();
    for (JsonNode edge : json.path("edges")) {
      edges.add(
          new Edge(
              text(edge, "from"),
              edge.path("job").asText(),
              text(edge, "to"),
              edge.path("by").asText(),
              List.copyOf(columns.getOrDefault(ends(edge), List.of()))));
    }

    return new LineageGraph(
        json.path("root").asText(),
        text(json, "column"),
        nodes,
        List.copyOf(edges),
        json.path("truncated").asBoolean(),
        json);
  }

  public Node node(String id) {
    return nodes.get(id);
  }

  private static String kind(JsonNode node) {
    return node.path("type").asText().equals("job")
        ? "%s %s"
            .formatted(text(node, "integration").orElse(""), text(node, "job_type").orElse(""))
            .strip()
        : node.path("kind").asText();
  }

  private static List<String> ends(JsonNode edge) {
    return List.of(edge.path("from").asText(), edge.path("job").asText(), edge.path("to").asText());
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.path(key).isTextual() ? Optional.of(node.path(key).textValue()) : Optional.empty();
  }
}

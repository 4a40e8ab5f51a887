package io.freshet.lineage.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.lineage.event.ColumnSources;
import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.event.ToldJob;
import io.freshet.lineage.graph.Edge;
import io.freshet.lineage.graph.LineageGraph;
import io.freshet.lineage.graph.LineageGraph.DatasetNode;
import io.freshet.lineage.graph.LineageGraph.JobNode;
import io.freshet.lineage.graph.LineageGraph.Seen;
import io.freshet.lineage.graph.Walk;
import io.freshet.lineage.naming.ToldName;
import java.util.Locale;
import java.util.Optional;

/** A graph as clients get it; the README names the keys. */
final class GraphJson {
  private final LineageGraph graph;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  private GraphJson(LineageGraph graph) {
    this.graph = graph;
  }

  static JsonNode of(LineageGraph graph) {
    return new GraphJson(graph).json();
  }

  private JsonNode json() {
    root.put("root", dataset(graph.root())).put("column", graph.column().orElse(null));
    ArrayNode nodes = root.putArray("nodes");
    graph.datasets().values().forEach(node -> add(node, nodes.addObject()));
    graph.jobs().values().forEach(node -> add(node, nodes.addObject()));
    ArrayNode edges = root.putArray("edges");
    ArrayNode columns = root.putArray("column_edges");
    for (Walk.Step step : graph.steps()) {
      ends(step.edge(), edges.addObject()).put("by", step.by().label());
      step.columns().forEach(column -> add(step.edge(), column, columns));
    }

    return root.put("truncated", graph.truncated());
  }

  private static void add(DatasetNode node, ObjectNode json) {
    json.put("id", node.name().id())
        .put("type", "dataset")
        .put(
            "kind", node.description().isView().orElse(false) ? "view" : node.name().kind().label())
        .put("name", node.name().name())
        .put("owner", node.description().owner().orElse(null))
        .put("description", node.description().text().orElse(null));
    ArrayNode columns = json.putArray("columns");
    for (ToldDataset.Column column : node.columns()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("description", column.description().isEmpty() ? null : column.description());
    }
    ArrayNode aliases = json.putArray("aliases");
    for (ToldName alias : node.aliases()) {
      aliases.addObject().put("namespace", alias.namespace()).put("name", alias.name());
    }
    add(node.seen(), json);
  }

  private static void add(JobNode node, ObjectNode json) {
    ToldJob job = node.job();
    json.put("id", job.name().id())
        .put("type", "job")
        .put("namespace", job.name().namespace())
        .put("name", job.name().name())
        .put("integration", lower(job.integration()))
        .put("job_type", lower(job.type()))
        .put("streaming", job.isStreaming())
        .put("owner", job.owner().orElse(null));
    add(node.seen(), json);
  }

  private static void add(Seen seen, ObjectNode json) {
    json.put("first_seen", seen.first().toString()).put("last_seen", seen.last().toString());
  }

  private void add(Edge edge, Edge.Columns column, ArrayNode columns) {
    ends(edge, columns.addObject())
        .put("from_column", column.from())
        .put("to_column", column.to().equals(ColumnSources.EVERY_COLUMN) ? null : column.to())
        .put("transformation", lower(column.type()))
        .put("subtype", lower(column.subtype()));
  }

  private ObjectNode ends(Edge edge, ObjectNode json) {
    return json.put("from", dataset(edge.from()))
        .put("job", graph.jobs().get(edge.job()).job().name().id())
        .put("to", dataset(edge.to()));
  }

  private String dataset(Optional<Long> id) {
    return id.map(this::dataset).orElse(null);
  }

  private String dataset(long id) {
    return graph.datasets().get(id).name().id();
  }

  /** Null where nobody has said. */
  private static String lower(String word) {
    return word.isEmpty() ? null : word.toLowerCase(Locale.ROOT);
  }
}

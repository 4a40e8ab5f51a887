package io.freshet.cli.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** A graph that a test draws edge by edge, as the lineage server would tell it. */
public final class DrawnGraph {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final ArrayNode nodes = json.putArray("nodes");
  private final ArrayNode edges = json.putArray("edges");
  private final ArrayNode columns = json.putArray("column_edges");
  private final Set<String> known = new HashSet<>();

  private DrawnGraph(String root) {
    json.put("root", root).putNull("column").put("truncated", false);
    dataset(root);
  }

  public static DrawnGraph around(String root) {
    return new DrawnGraph(root);
  }

  /** A job that makes a dataset, such as {@code table:raw.markets}, from another one. */
  public DrawnGraph makes(String from, String job, String to) {
    dataset(to);
    edge(edges.addObject(), from, job).put("to", to).put("by", "table");

    return this;
  }

  /** A job that makes nothing, such as a notebook. */
  public DrawnGraph reads(String from, String job) {
    edge(edges.addObject(), from, job).putNull("to").put("by", "table");

    return this;
  }

  /** The same, and the job tells that it reads this column. */
  public DrawnGraph reads(String from, String job, String column) {
    edge(columns.addObject(), from, job).putNull("to").put("from_column", column);

    return reads(from, job);
  }

  public DrawnGraph truncated() {
    json.put("truncated", true);

    return this;
  }

  public String json() {
    return json.toString();
  }

  private ObjectNode edge(ObjectNode edge, String from, String job) {
    dataset(from);
    if (known.add("job:" + job)) {
      nodes.addObject().put("id", "job:" + job).put("type", "job").put("name", job);
    }

    return edge.put("from", from).put("job", "job:" + job);
  }

  private void dataset(String id) {
    if (known.add(id)) {
      nodes
          .addObject()
          .put("id", id)
          .put("type", "dataset")
          .put("kind", id.substring(0, id.indexOf(':')))
          .put("name", id.substring(id.indexOf(':') + 1));
    }
  }
}

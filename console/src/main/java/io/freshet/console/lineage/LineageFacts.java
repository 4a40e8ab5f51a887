package io.freshet.console.lineage;

import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.lineage.graph.LineageGraph.Edge;
import io.freshet.core.lineage.graph.LineageGraph.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a stream or table is made from, and who reads it, one step each way.
 *
 * @param made by which jobs, from what
 * @param read by which jobs, into what
 * @param unknown why nothing is known, where that is so
 */
public record LineageFacts(
    List<Step> made, List<Step> read, boolean isCut, Optional<String> unknown) {
  public LineageFacts {
    made = List.copyOf(made);
    read = List.copyOf(read);
  }

  /**
   * A job, and what lies on its other side.
   *
   * @param kind of job, such as {@code dbt model}
   * @param dataset empty where the job has none there
   * @param isSure whether a job was seen to use it, and not only that it may
   */
  public record Step(
      String job, String kind, Optional<String> owner, Optional<Dataset> dataset, boolean isSure) {}

  /**
   * A stream or table.
   *
   * @param kind such as {@code table} or {@code stream}
   */
  public record Dataset(String name, String kind) {}

  /** What lineage calls a table. */
  public static String dataset(String table) {
    return "table:" + table;
  }

  static LineageFacts none(String why) {
    return new LineageFacts(List.of(), List.of(), false, Optional.of(why));
  }

  static LineageFacts of(LineageGraph graph) {
    return new LineageFacts(
        steps(graph, Edge::to, Edge::from),
        steps(graph, Edge::from, Edge::to),
        graph.truncated(),
        Optional.empty());
  }

  private static List<Step> steps(
      LineageGraph graph,
      Function<Edge, Optional<String>> near,
      Function<Edge, Optional<String>> far) {
    return graph.edges().stream()
        .filter(edge -> near.apply(edge).filter(graph.root()::equals).isPresent())
        .map(edge -> step(graph, edge, far.apply(edge)))
        .distinct()
        .sorted(Comparator.comparing(Step::job))
        .toList();
  }

  private static Step step(LineageGraph graph, Edge edge, Optional<String> far) {
    Optional<Node> job = Optional.ofNullable(graph.node(edge.job()));

    return new Step(
        job.map(Node::name).orElse(edge.job()),
        job.map(Node::kind).orElse(""),
        job.flatMap(Node::owner),
        far.map(id -> dataset(Optional.ofNullable(graph.node(id)), id)),
        !edge.by().equals("possibly"));
  }

  private static Dataset dataset(Optional<Node> node, String id) {
    return node.map(known -> new Dataset(known.name(), known.kind()))
        .orElseGet(() -> new Dataset(id, ""));
  }
}

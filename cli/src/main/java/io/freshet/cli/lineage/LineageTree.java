package io.freshet.cli.lineage;

import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.lineage.graph.LineageGraph.Columns;
import io.freshet.core.lineage.graph.LineageGraph.Edge;
import io.freshet.core.lineage.graph.LineageGraph.Node;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One direction of a graph as a tree for the terminal; what comes twice is drawn once. */
final class LineageTree {
  private final LineageGraph graph;
  private final Function<Edge, Optional<String>> near;
  private final Function<Edge, Optional<String>> far;
  private final PrintWriter out;
  private final Set<String> drawn = new HashSet<>();

  private LineageTree(
      LineageGraph graph,
      Function<Edge, Optional<String>> near,
      Function<Edge, Optional<String>> far,
      PrintWriter out) {
    this.graph = graph;
    this.near = near;
    this.far = far;
    this.out = out;
  }

  static void printDownstream(LineageGraph graph, PrintWriter out) {
    new LineageTree(graph, Edge::from, Edge::to, out).print("nobody has told that it is read");
  }

  static void printUpstream(LineageGraph graph, PrintWriter out) {
    new LineageTree(graph, Edge::to, Edge::from, out).print("nobody has told what it is made from");
  }

  private void print(String none) {
    Node root = graph.node(graph.root());
    out.println(
        root.text()
            + graph.column().map("."::concat).orElse("")
            + root.owner().map(" · %s"::formatted).orElse(""));
    if (edges(graph.root()).isEmpty()) {
      out.println("└─ " + none);
    }
    printBehind(graph.root(), "");
    if (graph.truncated()) {
      out.println("… and more than can be shown; --depth shows less of it");
    }
  }

  private void printBehind(String dataset, String indent) {
    drawn.add(dataset);
    List<Edge> edges = edges(dataset);
    for (int i = 0; i < edges.size(); i++) {
      boolean last = i == edges.size() - 1;
      Optional<String> next = far.apply(edges.get(i));
      boolean again = next.filter(drawn::contains).isPresent();
      out.println(indent + (last ? "└─ " : "├─ ") + line(edges.get(i), next) + (again ? " ↑" : ""));
      if (next.isPresent() && !again && !edges.get(i).by().equals("possibly")) {
        printBehind(next.get(), indent + (last ? "   " : "│  "));
      }
    }
  }

  private List<Edge> edges(String dataset) {
    return graph.edges().stream()
        .filter(edge -> near.apply(edge).filter(dataset::equals).isPresent())
        .toList();
  }

  private String line(Edge edge, Optional<String> next) {
    Node job = graph.node(edge.job());
    String by = next.map(id -> graph.node(id).text() + " · by " + job.text()).orElse(job.text());
    Optional<String> owner = next.flatMap(id -> graph.node(id).owner()).or(job::owner);

    return by + owner.map(" · %s"::formatted).orElse("") + columns(edge);
  }

  private String columns(Edge edge) {
    if (graph.column().isEmpty()) {
      return "";
    }

    return switch (edge.by()) {
      case "column" ->
          edge.to().isEmpty()
              ? " · reads it"
              : edge.columns().stream()
                  .map(Columns::toString)
                  .collect(Collectors.joining(", ", " · ", ""));
      case "possibly" -> " · may filter by it";
      default -> " · columns not told";
    };
  }
}

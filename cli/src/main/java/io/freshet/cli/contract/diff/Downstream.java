package io.freshet.cli.contract.diff;

import io.freshet.cli.contract.diff.Reader.How;
import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.lineage.graph.LineageGraph.Edge;
import io.freshet.core.lineage.graph.LineageGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Those who read from a contract's stream or table, near and far, but not by way of the job that
 * fills the table from the stream: it follows the contract by itself. Where jobs put what they
 * can't use holds nothing that a change could break.
 */
final class Downstream {
  private final Optional<String> stream;
  private final Optional<String> table;
  private final String deadLetters;
  private final Map<String, Reader> readers = new LinkedHashMap<>();
  private boolean truncated;

  Downstream(Optional<String> stream, Optional<String> table, String deadLetters) {
    this.stream = stream;
    this.table = table;
    this.deadLetters = deadLetters;
  }

  /** The surest first. */
  FoundReaders readers() {
    List<Reader> sorted = new ArrayList<>(readers.values());
    sorted.sort(Comparator.comparing(Reader::how));

    return new FoundReaders(sorted, truncated);
  }

  /** Adds what lies behind a dataset, or behind a column of it. */
  void add(String dataset, LineageGraph graph) {
    walk(dataset, graph, edge -> near(graph, edge));
  }

  /** Adds what may lie behind a column of which nobody has told; the graph is the dataset's. */
  void addUntold(String dataset, LineageGraph graph) {
    walk(dataset, graph, edge -> edge.columns().isEmpty() ? How.READS_TABLE : How.MAY_READ);
  }

  private static How near(LineageGraph graph, Edge edge) {
    if (graph.column().isEmpty()) {
      return How.READS;
    }

    return switch (edge.by()) {
      case "column" -> How.READS;
      case "possibly" -> How.MAY_READ;
      default -> How.READS_TABLE;
    };
  }

  private void walk(String dataset, LineageGraph graph, Function<Edge, How> near) {
    truncated |= graph.truncated();
    List<Edge> edges = readingEdges(graph);
    Set<String> seen = new HashSet<>(Set.of(dataset));
    Set<String> here = Set.of(dataset);
    for (int gone = 0; !here.isEmpty(); gone++) {
      truncated |= gone == Readers.DEPTH;
      Set<String> next = new LinkedHashSet<>();
      for (Edge edge : edges) {
        if (here.contains(edge.from().orElseThrow())) {
          How how = gone == 0 ? near.apply(edge) : How.FOLLOWS;
          take(reader(graph, edge, how));
          if (how != How.MAY_READ) {
            edge.to().filter(seen::add).ifPresent(next::add);
          }
        }
      }
      here = next;
    }
  }

  private List<Edge> readingEdges(LineageGraph graph) {
    Set<String> filling = new HashSet<>();
    for (Edge edge : graph.edges()) {
      if (stream.isPresent() && edge.from().equals(stream) && edge.to().equals(table)) {
        filling.add(edge.job());
      }
    }

    return graph.edges().stream()
        .filter(edge -> edge.from().isPresent() && !filling.contains(edge.job()))
        .filter(edge -> !edge.to().equals(Optional.of(deadLetters)))
        .toList();
  }

  private void take(Reader reader) {
    readers.merge(
        reader.job() + reader.makes(),
        reader,
        (one, other) -> one.how().compareTo(other.how()) <= 0 ? one : other);
  }

  private static Reader reader(LineageGraph graph, Edge edge, How how) {
    Node job = graph.node(edge.job());
    Optional<Node> makes = edge.to().map(graph::node);

    return new Reader(
        how,
        job.text(),
        graph.node(edge.from().orElseThrow()).text(),
        makes.map(Node::text),
        job.owner().or(() -> makes.flatMap(Node::owner)));
  }
}

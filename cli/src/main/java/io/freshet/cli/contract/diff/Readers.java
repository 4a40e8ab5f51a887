package io.freshet.cli.contract.diff;

import io.freshet.cli.contract.diff.Reader.How;
import io.freshet.cli.lineage.LineageClient;
import io.freshet.cli.lineage.LineageGraph;
import io.freshet.cli.lineage.LineageGraph.Edge;
import io.freshet.cli.lineage.LineageGraph.Node;
import io.freshet.cli.lineage.NoLineageException;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds who reads what a change is about, by the lineage that engines have told. */
final class Readers {
  private static final int DEPTH = 10;

  private final LineageClient lineage;
  private final Contracts before;
  private final Map<String, List<Reader>> known = new HashMap<>();

  /**
   * @param before the contracts by whose names readers know tables and columns
   */
  Readers(LineageClient lineage, Contracts before) {
    this.lineage = lineage;
    this.before = before;
  }

  /** The surest first; those who fill the table from its own stream are not among them. */
  List<Reader> of(ContractChange change) {
    return known.computeIfAbsent(change.place(), place -> find(change));
  }

  private List<Reader> find(ContractChange change) {
    Contract contract = before.require(change.contract());
    Optional<String> stream = contract.stream().map(settings -> "stream:" + contract.name());
    Optional<String> table =
        contract.table().map(settings -> "table:" + TableLayout.name(contract));
    Map<String, Reader> readers = new LinkedHashMap<>();
    for (Optional<String> dataset : List.of(stream, table)) {
      dataset
          .flatMap(id -> graph(id, change.column()))
          .ifPresent(graph -> collect(graph, stream, table, readers));
    }
    List<Reader> sorted = new ArrayList<>(readers.values());
    sorted.sort(Comparator.comparing(Reader::how));

    return List.copyOf(sorted);
  }

  /** Where nobody has told of a dataset or its column, nobody is known to read it. */
  private Optional<LineageGraph> graph(String dataset, Optional<String> column) {
    try {
      return Optional.of(lineage.graph(dataset, column, "downstream", DEPTH));
    } catch (NoLineageException e) {
      return Optional.empty();
    }
  }

  private static void collect(
      LineageGraph graph,
      Optional<String> stream,
      Optional<String> table,
      Map<String, Reader> readers) {
    for (Edge edge : graph.edges()) {
      boolean fills = edge.from().equals(stream) && edge.to().equals(table);
      if (!fills && edge.from().isPresent()) {
        boolean near = edge.from().equals(stream) || edge.from().equals(table);
        Reader reader = reader(graph, edge, near);
        readers.merge(
            reader.job() + reader.makes(),
            reader,
            (one, other) -> one.how().compareTo(other.how()) <= 0 ? one : other);
      }
    }
  }

  private static Reader reader(LineageGraph graph, Edge edge, boolean near) {
    Node job = graph.node(edge.job());
    Optional<Node> makes = edge.to().map(graph::node);

    return new Reader(
        how(graph, edge, near),
        job.text(),
        graph.node(edge.from().orElseThrow()).text(),
        makes.map(Node::text),
        job.owner().or(() -> makes.flatMap(Node::owner)));
  }

  private static How how(LineageGraph graph, Edge edge, boolean near) {
    if (!near) {
      return How.FOLLOWS;
    }
    if (graph.column().isEmpty()) {
      return How.READS;
    }

    return switch (edge.by()) {
      case "column" -> How.READS;
      case "possibly" -> How.MAY_READ;
      default -> How.READS_TABLE;
    };
  }
}

package io.freshet.cli.contract.diff;

import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.lineage.graph.NoLineageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds who reads what a change is about, by the lineage that engines have told. */
final class Readers {
  /** As far as the lineage server goes. */
  static final int DEPTH = 20;

  private final LineageClient lineage;
  private final Contracts before;
  private final Map<Question, FoundReaders> known = new HashMap<>();

  private record Question(String place, Impact impact) {}

  /**
   * @param before the contracts by whose names readers know tables and columns
   */
  Readers(LineageClient lineage, Contracts before) {
    this.lineage = lineage;
    this.before = before;
  }

  /** Those who fill the table from its own stream are not among them. */
  FoundReaders of(ContractChange change) {
    return known.computeIfAbsent(
        new Question(change.place(), change.impact()),
        question -> of(change, before.require(change.contract())));
  }

  /** The same of a contract that may be retired. */
  FoundReaders of(ContractChange change, Contract contract) {
    Optional<String> stream = contract.stream().map(settings -> "stream:" + contract.name());
    Optional<String> table =
        contract.table().map(settings -> "table:" + TableLayout.name(contract));
    String deadLetters = "table:" + TableLayout.name(before.deadLetters());
    Downstream downstream = new Downstream(stream, table, deadLetters);
    for (String dataset : datasets(change.impact(), stream, table)) {
      ask(dataset, change.column(), downstream);
    }

    return downstream.readers();
  }

  private static List<String> datasets(
      Impact impact, Optional<String> stream, Optional<String> table) {
    List<String> datasets = new ArrayList<>();
    if (impact == Impact.STREAM_READERS || impact == Impact.BOTH) {
      stream.ifPresent(datasets::add);
    }
    if (impact == Impact.TABLE_READERS || impact == Impact.BOTH) {
      table.ifPresent(datasets::add);
    }

    return datasets;
  }

  /**
   * The server refuses a column that nobody told of, as soon as others of the dataset were told;
   * then whoever reads the dataset may still read it.
   */
  private void ask(String dataset, Optional<String> column, Downstream downstream) {
    Optional<LineageGraph> graph = graph(dataset, column);
    if (graph.isPresent()) {
      downstream.add(dataset, graph.get());
    } else if (column.isPresent()) {
      graph(dataset, Optional.empty()).ifPresent(whole -> downstream.addUntold(dataset, whole));
    }
  }

  private Optional<LineageGraph> graph(String dataset, Optional<String> column) {
    try {
      return Optional.of(lineage.graph(dataset, column, "downstream", DEPTH));
    } catch (NoLineageException e) {
      return Optional.empty();
    }
  }
}

package io.freshet.lineage.graph;

import io.freshet.lineage.event.ColumnSources;
import io.freshet.lineage.event.ColumnSources.Source;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.naming.DatasetName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an event says that a job reads and writes: pairs of an input and an output, and which
 * columns go from one to the other.
 *
 * <p>An input goes into every output, except into those that tell where all of their columns come
 * from and don't name it, while another one does.
 */
public record JobEdges(List<TableEdge> tables, List<ColumnEdge> columns) {
  public JobEdges {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
  }

  /**
   * From an input to an output; one of them may lack.
   *
   * @param columnsKnown whether columns that no {@link ColumnEdge} names are surely not read
   */
  public record TableEdge(
      Optional<DatasetName> input, Optional<DatasetName> output, boolean columnsKnown) {}

  /**
   * From a column to another.
   *
   * @param output empty where the job only reads
   */
  public record ColumnEdge(Source source, Optional<DatasetName> output) {}

  public static JobEdges of(LineageEvent event) {
    List<TableEdge> tables = new ArrayList<>();
    List<ColumnEdge> columns = new ArrayList<>();
    if (event.outputs().isEmpty()) {
      event.inputs().forEach(input -> read(input, tables, columns));
    } else if (event.inputs().isEmpty()) {
      event
          .outputs()
          .forEach(
              output ->
                  tables.add(new TableEdge(Optional.empty(), Optional.of(output.name()), false)));
    } else {
      Set<DatasetName> explained = explained(event);
      for (ToldDataset output : event.outputs()) {
        write(event, output, explained, tables, columns);
      }
    }

    return new JobEdges(tables, columns);
  }

  private static void read(ToldDataset input, List<TableEdge> tables, List<ColumnEdge> columns) {
    tables.add(
        new TableEdge(
            Optional.of(input.name()), Optional.empty(), input.columnsRead().isPresent()));
    for (String column : input.columnsRead().orElse(Set.of())) {
      Source source = new Source(input.name(), column, ColumnSources.EVERY_COLUMN, "DIRECT", "");
      columns.add(new ColumnEdge(source, Optional.empty()));
    }
  }

  private static void write(
      LineageEvent event,
      ToldDataset output,
      Set<DatasetName> explained,
      List<TableEdge> tables,
      List<ColumnEdge> columns) {
    Optional<DatasetName> name = Optional.of(output.name());
    List<Source> sources = output.sources().map(ColumnSources::sources).orElse(List.of());
    boolean complete = output.sources().map(ColumnSources::complete).orElse(false);
    for (ToldDataset input : event.inputs()) {
      boolean named = sources.stream().anyMatch(source -> source.input().equals(input.name()));
      if (named || !complete || !explained.contains(input.name())) {
        tables.add(new TableEdge(Optional.of(input.name()), name, complete));
      }
    }
    new HashSet<>(sources).forEach(source -> columns.add(new ColumnEdge(source, name)));
  }

  /** The inputs that the columns of some output name. */
  private static Set<DatasetName> explained(LineageEvent event) {
    Set<DatasetName> explained = new HashSet<>();
    for (ToldDataset output : event.outputs()) {
      output
          .sources()
          .ifPresent(all -> all.sources().forEach(source -> explained.add(source.input())));
    }

    return explained;
  }
}

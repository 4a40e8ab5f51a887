package io.freshet.lineage.event;

import io.freshet.lineage.event.ColumnSources.Source;
import io.freshet.lineage.event.ToldDataset.Column;
import io.freshet.lineage.naming.DatasetName;
import io.freshet.lineage.naming.DatasetName.Kind;
import io.freshet.lineage.naming.DatasetNames;
import io.freshet.lineage.naming.ToldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the {@code columnLineage} facet of an output, in its old and its new shape. */
final class ColumnSourcesReader {
  /** How a column can decide which rows there are, or in which order. */
  private static final Set<String> OF_ROWS = Set.of("FILTER", "JOIN", "SORT", "GROUP_BY");

  private final DatasetNames names;
  private final List<ToldDataset> inputs;

  /**
   * @param inputs of the event
   */
  ColumnSourcesReader(DatasetNames names, List<ToldDataset> inputs) {
    this.names = names;
    this.inputs = List.copyOf(inputs);
  }

  Optional<ColumnSources> read(Part facets, Kind output, List<Column> columns) {
    Part facet = facets.at("columnLineage");
    if (facet.isAbsent()) {
      return Optional.empty();
    }
    List<Source> sources = new ArrayList<>();
    boolean allKnown = true;
    for (Map.Entry<String, Part> field : facet.entries("fields").entrySet()) {
      String column = columnName(output, field.getKey());
      for (Part input : field.getValue().list("inputFields")) {
        allKnown &=
            add(input, column, field.getValue().optionalName("transformationType"), sources);
      }
    }
    for (Part input : facet.list("dataset")) {
      allKnown &= add(input, ColumnSources.EVERY_COLUMN, Optional.of("INDIRECT"), sources);
    }
    boolean complete = allKnown && tellsFilters(facet, sources) && explains(columns, sources);

    return Optional.of(new ColumnSources(sources, complete));
  }

  /** Whether the input was one of the event's. */
  private boolean add(Part input, String column, Optional<String> oldType, List<Source> sources) {
    Optional<DatasetName> dataset = dataset(input);
    if (dataset.isEmpty()) {
      return false;
    }
    String from = columnName(dataset.get().kind(), input.name("field"));
    List<Part> transformations = input.list("transformations");
    for (Part transformation : transformations) {
      sources.add(
          new Source(
              dataset.get(),
              from,
              column,
              word(transformation.optionalName("type")),
              word(transformation.optionalName("subtype"))));
    }
    if (transformations.isEmpty()) {
      sources.add(old(dataset.get(), from, column, word(oldType)));
    }

    return true;
  }

  /** The old shape knew {@code IDENTITY}, {@code MASKED} and the like, all of them direct. */
  private static Source old(DatasetName dataset, String from, String column, String type) {
    boolean isNew = type.isEmpty() || type.equals("DIRECT") || type.equals("INDIRECT");

    return new Source(dataset, from, column, isNew ? type : "DIRECT", isNew ? "" : type);
  }

  private Optional<DatasetName> dataset(Part input) {
    ToldName told = new ToldName(input.name("namespace"), input.name("name"));
    DatasetName name = names.of(told, List.of());

    return inputs.stream()
        .filter(dataset -> dataset.told().equals(told) || dataset.name().equals(name))
        .map(ToldDataset::name)
        .findFirst()
        .or(() -> told.name().contains(".") ? Optional.empty() : ofClause(input.name("field")));
  }

  /**
   * A parser that can't follow a {@code with} clause names the clause in place of a table. Meant is
   * the one input that has such a column; where no input tells its columns, the only one.
   */
  private Optional<DatasetName> ofClause(String field) {
    List<ToldDataset> candidates =
        inputs.stream()
            .filter(
                input ->
                    input.columns().isEmpty()
                        || input.columns().stream()
                            .anyMatch(column -> column.name().equalsIgnoreCase(field)))
            .toList();

    return candidates.size() == 1 ? Optional.of(candidates.get(0).name()) : Optional.empty();
  }

  /** Engines that know of them name them in {@code dataset}, older ones at each column. */
  private static boolean tellsFilters(Part facet, List<Source> sources) {
    return facet.has("dataset") || sources.stream().anyMatch(s -> OF_ROWS.contains(s.subtype()));
  }

  /** Whether there is a word on each column; of what columns, where none are told, nobody knows. */
  private static boolean explains(List<Column> columns, List<Source> sources) {
    Predicate<Column> explained =
        column ->
            sources.stream()
                .anyMatch(
                    source ->
                        source.outputColumn().equals(column.name())
                            || source.outputColumn().startsWith(column.name() + ".")
                            || column.name().startsWith(source.outputColumn() + "."));

    return !columns.isEmpty() && columns.stream().allMatch(explained);
  }

  private static String word(Optional<String> text) {
    return text.map(found -> found.toUpperCase(Locale.ROOT)).orElse("");
  }

  /** Columns of tables are known in lower case; a topic's fields are not the same in another. */
  static String columnName(Kind kind, String name) {
    return kind == Kind.TABLE ? name.toLowerCase(Locale.ROOT) : name;
  }
}

package io.freshet.lineage.event;

import io.freshet.lineage.event.ToldDataset.Column;
import io.freshet.lineage.event.ToldDataset.Description;
import io.freshet.lineage.event.ToldDataset.Exposure;
import io.freshet.lineage.naming.DatasetName;
import io.freshet.lineage.naming.DatasetName.Kind;
import io.freshet.lineage.naming.DatasetNames;
import io.freshet.lineage.naming.ToldName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads the datasets of an event with those of their facets that the graph keeps. */
final class DatasetReader {
  /** OpenLineage puts it in front of some names; contracts and people don't. */
  private static final Pattern KIND_OF_OWNER = Pattern.compile("^(team|user|application):");

  private final DatasetNames names;

  DatasetReader(DatasetNames names) {
    this.names = names;
  }

  List<ToldDataset> inputs(List<Part> parts) {
    return distinct(parts, (part, name) -> dataset(part, name, Optional.empty()));
  }

  /**
   * Those that are written.
   *
   * @param inputs what their columns may come from
   */
  List<ToldDataset> outputs(List<Part> parts, List<ToldDataset> inputs) {
    ColumnSourcesReader sources = new ColumnSourcesReader(names, inputs);

    return distinct(
        parts,
        (part, name) ->
            dataset(
                part,
                name,
                sources.read(part.at("facets"), name.kind(), columns(part, name.kind()))));
  }

  /** Some engines tell of one dataset several times; the one with columns says more. */
  private List<ToldDataset> distinct(
      List<Part> parts, BiFunction<Part, DatasetName, ToldDataset> reader) {
    Map<DatasetName, ToldDataset> byName = new LinkedHashMap<>();
    for (Part part : parts) {
      ToldDataset dataset = reader.apply(part, name(part));
      byName.merge(dataset.name(), dataset, (one, other) -> one.columns().isEmpty() ? other : one);
    }

    return List.copyOf(byName.values());
  }

  private DatasetName name(Part part) {
    List<ToldName> symlinks = new ArrayList<>();
    for (Part symlink : part.at("facets").at("symlinks").list("identifiers")) {
      symlinks.add(told(symlink));
    }

    return names.of(told(part), symlinks);
  }

  private static ToldName told(Part part) {
    return new ToldName(part.name("namespace"), part.name("name"));
  }

  private static ToldDataset dataset(Part part, DatasetName name, Optional<ColumnSources> sources) {
    Part facets = part.at("facets");
    Description description =
        new Description(
            facets.at("documentation").text("description"), owner(facets), isView(facets));

    return new ToldDataset(
        name,
        told(part),
        description,
        columns(part, name.kind()),
        columnsRead(part),
        sources,
        exposures(facets));
  }

  /** OpenLineage has no facet for it; {@code schema} is all that a dataset has. */
  private static Optional<Set<String>> columnsRead(Part part) {
    Part facet = part.at("inputFacets").at("freshet_columnsRead");
    Set<String> columns = new LinkedHashSet<>();
    facet.list("columns").forEach(column -> columns.add(column.name("name")));

    return facet.isAbsent() ? Optional.empty() : Optional.of(columns);
  }

  /** Of a job or a dataset: all its owners, in the order in which they are told. */
  static Optional<String> owner(Part facets) {
    List<String> owners =
        facets.at("ownership").list("owners").stream()
            .map(owner -> KIND_OF_OWNER.matcher(owner.name("name")).replaceFirst(""))
            .toList();

    return owners.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", owners));
  }

  private static Optional<Boolean> isView(Part facets) {
    Optional<String> type = facets.at("datasetType").text("datasetType");
    Optional<String> dbt = facets.at("dbt_model").at("config").text("materialized");

    return type.or(() -> dbt).map(text -> text.toUpperCase(Locale.ROOT).contains("VIEW"));
  }

  private static List<Column> columns(Part part, Kind kind) {
    List<Column> columns = new ArrayList<>();
    collect("", part.at("facets").at("schema").list("fields"), kind, columns);
    Map<String, Column> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.putIfAbsent(column.name(), column));

    return List.copyOf(byName.values());
  }

  private static void collect(
      String parent, List<Part> fields, Kind kind, Collection<Column> columns) {
    for (Part field : fields) {
      String name = parent + ColumnSourcesReader.columnName(kind, field.name("name"));
      columns.add(
          new Column(name, field.text("type").orElse(""), field.text("description").orElse("")));
      if (Part.bytes(name) < Part.MAX_NAME_BYTES / 2) { // a path, too, is a key
        collect(name + ".", field.list("fields"), kind, columns);
      }
    }
  }

  private static List<Exposure> exposures(Part facets) {
    return facets.at("dbt_exposures").list("exposures").stream()
        .map(found -> new Exposure(found.name("name"), found.text("type").orElse("")))
        .toList();
  }
}

package io.freshet.lineage.event;

import io.freshet.lineage.naming.DatasetName;
import io.freshet.lineage.naming.ToldName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset of an event and what the event says about it.
 *
 * @param columns also the parts of nested ones, as {@code address.city}
 * @param columnsRead of an input, where its reader says which those are: a facet of our own
 * @param sources where the columns come from, if it is an output of which that is told
 * @param exposures reports, models and the like that dbt knows to be made from it
 */
public record ToldDataset(
    DatasetName name,
    ToldName told,
    Description description,
    List<Column> columns,
    Optional<Set<String>> columnsRead,
    Optional<ColumnSources> sources,
    List<Exposure> exposures) {
  public ToldDataset {
    columns = List.copyOf(columns);
    columnsRead = columnsRead.map(Set::copyOf);
    exposures = List.copyOf(exposures);
  }

  /** What is said about the whole; each of it may lack. */
  public record Description(
      Optional<String> text, Optional<String> owner, Optional<Boolean> isView) {}

  /** A column; {@code type} and {@code description} are empty where nobody says. */
  public record Column(String name, String type, String description) {}

  /** A dashboard, a notebook, an application. */
  public record Exposure(String name, String type) {}
}

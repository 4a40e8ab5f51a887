package io.freshet.core.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From which columns of which inputs each column of an output comes, and by which of them it is
 * decided what rows there are. Immutable.
 */
public final class ColumnSources {
  private static final ColumnSources NONE = new ColumnSources(Map.of(), List.of());

  private final Map<String, List<Source>> byColumn;
  private final List<Source> ofRows;

  private ColumnSources(Map<String, List<Source>> byColumn, List<Source> ofRows) {
    this.byColumn = byColumn;
    this.ofRows = ofRows;
  }

  /** How a column's values come from another one's. */
  public enum How {
    /** As they are. */
    IDENTITY,
    /** Each from those of one row, or of a few. */
    TRANSFORMATION,
    /** From those of many rows. */
    AGGREGATION,
    /** By whether there is a row at all. */
    FILTER
  }

  /** One column that something comes from. */
  public record Source(Dataset.Name dataset, String column, How how) {}

  public static ColumnSources none() {
    return NONE;
  }

  /** The same, and that a column comes from these columns of a dataset. */
  public ColumnSources with(String column, How how, Dataset from, String... columns) {
    Map<String, List<Source>> more = new LinkedHashMap<>(byColumn);
    more.merge(column, sources(how, from, columns), ColumnSources::joined);

    return new ColumnSources(more, ofRows);
  }

  /** The same, and that these columns of a dataset decide what rows there are. */
  public ColumnSources withRowsBy(Dataset from, String... columns) {
    return new ColumnSources(byColumn, joined(ofRows, sources(How.FILTER, from, columns)));
  }

  public boolean isEmpty() {
    return byColumn.isEmpty();
  }

  /** In the order in which they were told. */
  public Map<String, List<Source>> byColumn() {
    return new LinkedHashMap<>(byColumn);
  }

  public List<Source> ofRows() {
    return ofRows;
  }

  private static List<Source> sources(How how, Dataset from, String... columns) {
    return List.of(columns).stream().map(column -> new Source(from.name(), column, how)).toList();
  }

  private static List<Source> joined(List<Source> some, List<Source> others) {
    List<Source> all = new ArrayList<>(some);
    all.addAll(others);

    return List.copyOf(all);
  }
}

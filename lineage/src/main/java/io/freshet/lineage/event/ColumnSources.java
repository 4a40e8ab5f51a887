package io.freshet.lineage.event;

import io.freshet.lineage.naming.DatasetName;
import java.util.List;

/**
 * Where the columns of an output come from.
 *
 * @param complete whether a column that is not among them is surely not read: every column of the
 *     output is explained, and so is what filters, joins and sorts
 */
public record ColumnSources(List<Source> sources, boolean complete) {
  /** In place of an output's column: all of them, as with a filter. */
  public static final String EVERY_COLUMN = "";

  public ColumnSources {
    sources = List.copyOf(sources);
  }

  /**
   * One column that goes into another.
   *
   * @param type {@code DIRECT} or {@code INDIRECT}; empty where nobody says
   * @param subtype such as {@code IDENTITY} or {@code FILTER}; empty where nobody says
   */
  public record Source(
      DatasetName input, String column, String outputColumn, String type, String subtype) {}
}

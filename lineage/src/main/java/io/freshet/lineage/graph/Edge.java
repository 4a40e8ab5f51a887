package io.freshet.lineage.graph;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A step in the graph: from a dataset through a job to another dataset, one of which may lack.
 *
 * @param columnsKnown whether columns that {@code columns} does not name are surely not read
 */
public record Edge(
    long job, Optional<Long> from, Optional<Long> to, boolean columnsKnown, List<Columns> columns) {
  public Edge {
    columns = List.copyOf(columns);
  }

  /** A column that goes into another; {@code to} is empty where it concerns all of them. */
  public record Columns(String from, String to, String type, String subtype) {}

  /** How sure it is that a column goes this way. */
  public enum By {
    /** The job names the column. */
    COLUMN,
    /** The job tells of tables only, or the whole table is asked about. */
    TABLE,
    /** The job names other columns, but not those by which it filters and joins. */
    POSSIBLY;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Optional<Long> start(Direction direction) {
    return direction == Direction.DOWNSTREAM ? from : to;
  }

  public Optional<Long> end(Direction direction) {
    return direction == Direction.DOWNSTREAM ? to : from;
  }
}

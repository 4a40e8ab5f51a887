package io.freshet.recovery.postgres;

import java.util.List;

/**
 * How a database is made anew.
 *
 * @param before statements that make what rows need: schemas, sequences, functions, tables
 * @param sequences and how far each has counted
 * @param after statements for when rows are there: keys, indexes, triggers, views, publications
 */
public record DatabaseSchema(
    String serverVersion,
    List<String> before,
    List<DumpedTable> tables,
    List<Sequence> sequences,
    List<String> after) {
  public DatabaseSchema {
    before = List.copyOf(before);
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    after = List.copyOf(after);
  }

  /**
   * A table's rows.
   *
   * @param name quoted as SQL wants it, with its schema
   * @param columns that rows are copied with, quoted; those that Postgres computes are left out
   * @param file in the dump's folder
   */
  public record DumpedTable(String name, List<String> columns, String file, long rows) {
    public DumpedTable {
      columns = List.copyOf(columns);
    }

    /** As {@code COPY} names it. One without columns has rows, too, and can't be given a list. */
    String copied() {
      return columns.isEmpty() ? name : "%s (%s)".formatted(name, String.join(",", columns));
    }

    DumpedTable withRows(long counted) {
      return new DumpedTable(name, columns, file, counted);
    }
  }

  /**
   * A sequence.
   *
   * @param called whether {@code last} was handed out already
   */
  public record Sequence(String name, long last, boolean called) {}

  DatabaseSchema with(List<DumpedTable> counted) {
    return new DatabaseSchema(serverVersion, before, counted, sequences, after);
  }

  public long rows() {
    return tables.stream().mapToLong(DumpedTable::rows).sum();
  }
}

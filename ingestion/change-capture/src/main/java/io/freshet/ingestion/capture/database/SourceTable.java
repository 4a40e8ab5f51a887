package io.freshet.ingestion.capture.database;

import java.util.List;
import java.util.Optional;

/**
 * A table of the operational database as its catalog describes it.
 *
 * @param name with its schema: {@code public.orders}
 * @param isPlain whether it is an ordinary table: no view, and not partitioned
 * @param hasFullIdentity whether a change carries the whole row as it was before
 * @param isReadable whether our user may read its rows
 * @param primaryKey in its order; empty where there is none
 */
public record SourceTable(
    String name,
    boolean isPlain,
    boolean hasFullIdentity,
    boolean isReadable,
    List<Column> columns,
    List<String> primaryKey) {
  public SourceTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /**
   * One column.
   *
   * @param type as Postgres prints it: {@code numeric(10,2)}
   * @param base the type's own name, that of an array's elements, or {@code enum}
   * @param scale digits behind the point, where the type says it
   */
  public record Column(
      String name, String type, String base, boolean isArray, Optional<Integer> scale) {}

  public Optional<Column> column(String column) {
    return columns.stream().filter(each -> each.name().equals(column)).findFirst();
  }
}

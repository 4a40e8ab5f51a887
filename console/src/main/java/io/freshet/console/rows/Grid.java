package io.freshet.console.rows;

import io.freshet.warehouse.trino.query.TrinoClient;
import io.freshet.warehouse.trino.query.TrinoJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Rows as a page shows them.
 *
 * @param isWhole whether these are all
 */
public record Grid(List<Column> columns, List<List<Cell>> rows, boolean isWhole) {
  private static final int LONGEST = 500;

  public Grid {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** One column; numbers stand at its right. */
  public record Column(String name, boolean isNumber, boolean isMasked) {}

  /** One value as text, cut where it is very long. */
  public record Cell(String text, Kind kind) {
    static final Cell NULL = new Cell("null", Kind.NULL);
    static final Cell MASKED = new Cell("masked", Kind.MASKED);

    static Cell of(Object value) {
      if (value == null) {
        return NULL;
      }
      String text = TrinoJson.text(value);

      return new Cell(
          text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, Kind.VALUE);
    }
  }

  /** What a cell is. */
  public enum Kind {
    VALUE,
    NULL,
    /** Kept from whoever looks, whatever it is. */
    MASKED
  }

  /** All of an answer. */
  public static Grid of(TrinoClient.Answer answer) {
    return of(answer, column -> false);
  }

  /**
   * An answer without the values of some columns. Trino has masked them already; whoever looks is
   * told so, and sees none even where its rules are not there.
   */
  static Grid of(TrinoClient.Answer answer, Predicate<String> masked) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < answer.columns().size(); i++) {
      String name = answer.columns().get(i);
      columns.add(new Column(name, isNumber(answer.rows(), i), masked.test(name)));
    }

    return new Grid(
        columns, answer.rows().stream().map(row -> cells(row, columns)).toList(), answer.isWhole());
  }

  private static boolean isNumber(List<List<Object>> rows, int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .filter(Objects::nonNull)
        .findFirst()
        .filter(Number.class::isInstance)
        .isPresent();
  }

  private static List<Cell> cells(List<Object> row, List<Column> columns) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(columns.get(i).isMasked() ? Cell.MASKED : Cell.of(row.get(i)));
    }

    return cells;
  }
}

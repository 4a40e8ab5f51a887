package io.freshet.batch.landing.given;

import io.freshet.batch.landing.database.MySqlCell;
import io.freshet.batch.landing.database.MySqlTypes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks MySQL for the rows of a range, each as its key and texts of its values. */
record MySqlQuery(TableRange range, List<MySqlCell> cells) {
  static final String KEY = "_freshet_key";

  private static final String CELL = "_freshet_cell_";

  /**
   * In brackets. The range stands on the column as it is, so that its index serves: of an unsigned
   * one Spark makes a number of another type, and would look through the whole table for it.
   */
  String text() {
    String texts =
        IntStream.range(0, cells.size())
            .mapToObj(i -> ", %s AS %s%d".formatted(cells.get(i).text(), CELL, i))
            .collect(Collectors.joining());

    return "(SELECT %1$s AS %2$s%3$s FROM %4$s WHERE %1$s >= %5$d AND %1$s < %6$d) landed"
        .formatted(
            MySqlTypes.quoted(range.key()), KEY, texts, range.table(), range.from(), range.to());
  }

  /** What the texts are called, in the order of the cells. */
  List<String> names() {
    return IntStream.range(0, cells.size()).mapToObj(i -> CELL + i).toList();
  }
}

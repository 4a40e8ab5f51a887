package io.freshet.batch.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.freshet.batch.publish.WrittenRows;
import io.freshet.core.contract.Contract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What readers saw before, beside what they will see: by partition the rows that are there now, and
 * how they differ from those to come.
 */
record Comparison(Map<LocalDate, WrittenRows> before, Map<LocalDate, DayDifference> differences) {
  private static final String BEFORE = "_before";
  private static final String AFTER = "_after";

  /**
   * Compares them, in two passes over the rows.
   *
   * @param before of the days in question and no others, as {@code after}
   */
  static Comparison of(Contract contract, Dataset<Row> before, Dataset<Row> after) {
    String dayColumn = contract.schema().keys().eventTime();
    Set<String> key = new LinkedHashSet<>(contract.schema().keys().grain());
    key.add(dayColumn);
    List<String> values =
        Arrays.stream(after.columns()).filter(column -> !key.contains(column)).toList();
    Dataset<Row> pairs =
        keyed(before, key, values, BEFORE)
            .join(keyed(after, key, values, AFTER), key.toArray(String[]::new), "full_outer");

    return new Comparison(
        WrittenRows.byDay(before, dayColumn), differences(pairs, dayColumn, values));
  }

  private static Dataset<Row> keyed(
      Dataset<Row> rows, Set<String> key, List<String> values, String name) {
    List<Column> columns = new ArrayList<>();
    key.forEach(column -> columns.add(col(column)));
    columns.add(struct(values.stream().map(column -> col(column)).toArray(Column[]::new)).as(name));

    return rows.select(columns.toArray(Column[]::new));
  }

  private static Map<LocalDate, DayDifference> differences(
      Dataset<Row> pairs, String dayColumn, List<String> values) {
    Column inBoth = col(BEFORE).isNotNull().and(col(AFTER).isNotNull());
    List<Column> counts = new ArrayList<>();
    counts.add(count(when(col(BEFORE).isNull(), 1)));
    counts.add(count(when(col(AFTER).isNull(), 1)));
    counts.add(count(when(inBoth.and(not(col(BEFORE).eqNullSafe(col(AFTER)))), 1)));
    for (String column : values) {
      Column same = col(BEFORE).getField(column).eqNullSafe(col(AFTER).getField(column));
      counts.add(count(when(inBoth.and(not(same)), 1)));
    }
    Map<LocalDate, DayDifference> differences = new TreeMap<>();
    for (Row row :
        pairs
            .groupBy(dayColumn)
            .agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
            .collectAsList()) {
      differences.put(row.getAs(dayColumn), difference(row, values));
    }

    return differences;
  }

  /** Behind the day three counts of rows, and one of each column's values. */
  private static DayDifference difference(Row row, List<String> values) {
    Map<String, Long> columns = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      if (row.getLong(4 + i) > 0) {
        columns.put(values.get(i), row.getLong(4 + i));
      }
    }

    return new DayDifference(row.getLong(1), row.getLong(2), row.getLong(3), columns);
  }
}

package io.freshet.batch.publish;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How many rows there are, and a hash of what they hold that does not depend on their order or on
 * the files that they lie in: two runs that come to the same rows say the same.
 */
public record WrittenRows(long count, String hash) {
  public static final WrittenRows NONE = new WrittenRows(0, "0");

  /** The hash of each row as a number of 60 bits, so that their sum fits into a decimal. */
  private static final int HEX_DIGITS = 15;

  public static WrittenRows of(Dataset<Row> rows) {
    List<Column> measures = measures();

    return of(rows.agg(measures.get(0), measures.get(1)).head(), 0);
  }

  /** Aggregates that come to it. */
  static List<Column> measures() {
    return List.of(functions.count(lit(1)), sumOfHashes());
  }

  /** The same of each day, where rows have several. */
  public static Map<LocalDate, WrittenRows> byDay(Dataset<Row> rows, String dayColumn) {
    Map<LocalDate, WrittenRows> days = new TreeMap<>();
    for (Row row :
        rows.groupBy(dayColumn).agg(functions.count(lit(1)), sumOfHashes()).collectAsList()) {
      days.put(row.getAs(dayColumn), of(row, 1));
    }

    return days;
  }

  /**
   * @param first the place of the first of the {@link #measures}
   */
  static WrittenRows of(Row row, int first) {
    return new WrittenRows(
        row.getLong(first), row.getDecimal(first + 1).toBigInteger().toString(16));
  }

  private static Column sumOfHashes() {
    Column text = functions.to_json(struct(col("*")), Map.of("ignoreNullFields", "false"));
    Column digits = substring(sha2(text.cast("binary"), 256), 1, HEX_DIGITS);
    Column number = call_function("conv", digits, lit(16), lit(10)).cast("decimal(20,0)");

    return coalesce(sum(number), lit(BigDecimal.ZERO)).cast("decimal(38,0)");
  }
}

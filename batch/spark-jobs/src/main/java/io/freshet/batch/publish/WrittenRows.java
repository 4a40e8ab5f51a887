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
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How many rows there are, and a hash of what they hold that does not depend on their order or on
 * the files that they lie in: two runs that come to the same rows say the same.
 */
public record WrittenRows(long count, String hash) {
  static final WrittenRows NONE = new WrittenRows(0, "0");

  /** The hash of each row as a number of 60 bits, so that their sum fits into a decimal. */
  private static final int HEX_DIGITS = 15;

  public static WrittenRows of(Dataset<Row> rows) {
    Column text = functions.to_json(struct(col("*")), Map.of("ignoreNullFields", "false"));
    Column digits = substring(sha2(text.cast("binary"), 256), 1, HEX_DIGITS);
    Column number = call_function("conv", digits, lit(16), lit(10)).cast("decimal(20,0)");
    Row row =
        rows.agg(
                functions.count(lit(1)),
                coalesce(sum(number), lit(BigDecimal.ZERO)).cast("decimal(38,0)"))
            .head();

    return new WrittenRows(row.getLong(0), row.getDecimal(1).toBigInteger().toString(16));
  }
}

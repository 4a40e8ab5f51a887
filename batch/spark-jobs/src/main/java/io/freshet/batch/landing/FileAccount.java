package io.freshet.batch.landing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.ValuesHash;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of the rows of a file.
 *
 * @param rows all of them
 * @param end behind the place of the last one
 * @param refused those that are dead letters
 * @param newLetters those of them that the dead letters' table does not hold yet
 * @param late rows behind what the table was complete up to
 * @param newest event time in microseconds; {@link Long#MIN_VALUE} where no row fits
 * @param values of the rows that fit
 */
record FileAccount(
    long rows, long end, long refused, long newLetters, long late, long newest, ValuesHash values) {
  static final FileAccount EMPTY = new FileAccount(0, 0, 0, 0, 0, Long.MIN_VALUE, ValuesHash.NONE);

  private static final int FIRST_HASH = 7;
  private static final int HASH_PARTS = 4;
  private static final int HALF = 32;
  private static final long HALF_MASK = 0xFFFF_FFFFL;

  long fit() {
    return rows - refused;
  }

  /**
   * What the ledger of the table says of the file.
   *
   * @param first below which no row has its place
   */
  Range range(Position position, long first) {
    return new Range(
        position,
        Range.UNKNOWN,
        first,
        end,
        new Counts(fit(), refused, 0, late).withValues(values),
        newest);
  }

  /**
   * What the ledger of the dead letters' table says of it.
   *
   * @param held the place behind those that it holds: a call for a longer range may have come to no
   *     end
   */
  Range letters(Position position, long first, long held, long receivedMillis) {
    return new Range(
        position,
        Range.UNKNOWN,
        first,
        Math.max(end, held),
        new Counts(newLetters, 0, 0, 0),
        receivedMillis * 1000);
  }

  /**
   * Of all files, by their numbers; a file without rows has none.
   *
   * @param judged as {@link RowJudge} makes it
   * @param completeUpTo the table's watermark
   */
  static Map<Integer, FileAccount> of(
      Dataset<Row> judged, String eventTime, Optional<Instant> completeUpTo) {
    Column time = unix_micros(col(eventTime));
    Column late =
        completeUpTo
            .map(instant -> when(col(eventTime).lt(lit(instant)), 1L).otherwise(0L))
            .orElse(lit(0L));
    Map<Integer, FileAccount> accounts = new TreeMap<>();
    for (Row row :
        judged
            .groupBy(RowJudge.FILE)
            .agg(
                count(lit(1)),
                max(col(RowJudge.PLACE)),
                count(col(RowJudge.CAUSE)),
                count(col(RowJudge.LETTER)),
                sum(late),
                max(time),
                sum(lowHalf(RowJudge.HASH_LOW)),
                sum(highHalf(RowJudge.HASH_LOW)),
                sum(lowHalf(RowJudge.HASH_HIGH)),
                sum(highHalf(RowJudge.HASH_HIGH)))
            .collectAsList()) {
      accounts.put(row.getInt(0), account(row));
    }

    return accounts;
  }

  private static FileAccount account(Row row) {
    BigInteger sum = BigInteger.ZERO;
    for (int part = 0; part < HASH_PARTS; part++) {
      sum = sum.add(BigInteger.valueOf(orZero(row, FIRST_HASH + part)).shiftLeft(part * HALF));
    }

    return new FileAccount(
        row.getLong(1),
        row.getLong(2) + 1,
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.isNullAt(6) ? Long.MIN_VALUE : row.getLong(6),
        new ValuesHash(sum.shiftRight(Long.SIZE).longValue(), sum.longValue()));
  }

  private static long orZero(Row row, int column) {
    return row.isNullAt(column) ? 0 : row.getLong(column);
  }

  /** Sums of halves overflow no long, however many rows there are. */
  private static Column lowHalf(String column) {
    return col(column).bitwiseAND(lit(HALF_MASK));
  }

  private static Column highHalf(String column) {
    return expr("shiftrightunsigned(%s, %d)".formatted(column, HALF));
  }
}

package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.lit;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * A table that a nightly reads, and how its rows find the days that they count into: what is read
 * for a day follows from it, and so does which days a row touches that comes late.
 *
 * @param contract the table's
 * @param around how far from a day's bounds a row may lie and still count into the day
 * @param entity the column whose rows count together, such as the order whose steps they are
 * @param relevant which rows count at all
 * @param deciding which rows decide the day of their entity
 */
public record Source(
    String contract, Duration around, Optional<String> entity, Column relevant, Column deciding) {
  /** Each row counts into the local day that it lies in. */
  public static Source of(String contract) {
    return new Source(contract, Duration.ZERO, Optional.empty(), lit(true), lit(true));
  }

  /** Into days as near as that, too. */
  public Source around(Duration reach) {
    return new Source(contract, reach, entity, relevant, deciding);
  }

  /** Only such rows count. */
  public Source where(Column condition) {
    return new Source(contract, around, entity, condition, deciding);
  }

  /** Rows of one entity and market count together, however far apart up to that. */
  public Source together(String column, Duration reach) {
    return new Source(contract, reach, Optional.of(column), relevant, deciding);
  }

  /** The entity counts into the days of such rows, and into no others. */
  public Source byDayOf(Column condition) {
    return new Source(contract, around, entity, relevant, condition);
  }

  /** The entity's day is another source's matter. */
  public Source byDayOfOthers() {
    return byDayOf(lit(false));
  }
}

package io.freshet.batch.landing;

import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.batch.landing.given.FileFormat;
import io.freshet.batch.landing.given.LandingPlan;
import io.freshet.batch.landing.given.NextRange;
import io.freshet.batch.landing.given.TableRange;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants landed where.
 *
 * @param from files, folders or patterns
 * @param range rows of another database instead of files
 * @param next rows of one whose range is yet to be looked up
 * @param format empty where the names of files tell it
 */
public record Order(
    String contract,
    List<String> from,
    Optional<TableRange> range,
    Optional<NextRange> next,
    Optional<FileFormat> format,
    ColumnChoice columns,
    LandingPlan.Changed changed) {
  public Order {
    from = List.copyOf(from);
  }

  /** Of files, or of a range that is known. */
  public Order(
      String contract,
      List<String> from,
      Optional<TableRange> range,
      Optional<FileFormat> format,
      ColumnChoice columns,
      LandingPlan.Changed changed) {
    this(contract, from, range, Optional.empty(), format, columns, changed);
  }

  /**
   * The same, of a range that was looked up.
   *
   * @param found empty where no row is left
   */
  Order of(Optional<TableRange> found) {
    return new Order(contract, from, found, next, format, columns, changed);
  }
}

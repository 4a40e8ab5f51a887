package io.freshet.batch.landing;

import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.batch.landing.given.FileFormat;
import io.freshet.batch.landing.given.LandingPlan;
import io.freshet.batch.landing.given.TableRange;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants landed where.
 *
 * @param from files, folders or patterns
 * @param range rows of another database instead of files
 * @param format empty where the names of files tell it
 */
public record Order(
    String contract,
    List<String> from,
    Optional<TableRange> range,
    Optional<FileFormat> format,
    ColumnChoice columns,
    LandingPlan.Changed changed) {
  public Order {
    from = List.copyOf(from);
  }
}

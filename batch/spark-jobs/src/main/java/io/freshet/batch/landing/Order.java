package io.freshet.batch.landing;

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

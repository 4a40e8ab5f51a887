package io.freshet.batch.landing;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants landed where.
 *
 * @param from files, folders or patterns
 * @param format empty where the names of files tell it
 */
public record Order(
    String contract,
    List<String> from,
    Optional<FileFormat> format,
    ColumnChoice columns,
    LandingPlan.Changed changed) {
  public Order {
    from = List.copyOf(from);
  }
}

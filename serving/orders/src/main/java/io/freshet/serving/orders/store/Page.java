package io.freshet.serving.orders.store;

import java.util.List;

/**
 * Some of many.
 *
 * @param hasMore whether others come after these
 */
public record Page<T>(List<T> entries, boolean hasMore) {
  public Page {
    entries = List.copyOf(entries);
  }

  /**
   * @param found one more than are wanted, where there are so many
   */
  static <T> Page<T> of(List<T> found, int limit) {
    return found.size() > limit
        ? new Page<>(found.subList(0, limit), true)
        : new Page<>(found, false);
  }
}

package io.freshet.catalog.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One page of a listing, cut by name rather than by position: what is created, dropped or committed
 * between two pages neither hides nor repeats another entry.
 *
 * @param next the token of the page behind this one, or {@code null} when this is the last: that is
 *     how Iceberg's response builders take it
 */
record Page<T>(List<T> entries, String next) {
  Page {
    entries = List.copyOf(entries);
  }

  /** Pages only if the query says {@code pageSize}, as the protocol asks. */
  static <T> Page<T> of(List<T> listing, Function<T, String> name, Map<String, String> query) {
    List<T> sorted = listing.stream().sorted(Comparator.comparing(name)).toList();
    if (!query.containsKey("pageSize")) {
      return new Page<>(sorted, null);
    }
    int size = size(query.get("pageSize"));
    // The token is the last name of the page before; the first page's is empty or missing.
    String after = query.getOrDefault("pageToken", "");
    List<T> rest = sorted.stream().filter(entry -> name.apply(entry).compareTo(after) > 0).toList();
    if (rest.size() <= size) {
      return new Page<>(rest, null);
    }

    return new Page<>(rest.subList(0, size), name.apply(rest.get(size - 1)));
  }

  private static int size(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size > 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrongSize(text), e);
    }
    throw new IllegalArgumentException(wrongSize(text));
  }

  private static String wrongSize(String text) {
    return "pageSize is %s; it must be a whole number of at least 1".formatted(text);
  }
}

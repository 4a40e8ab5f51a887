package io.freshet.cli.contract.draft;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives the fields of one object or message names that a contract allows. */
final class ColumnNames {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final int MAX_LENGTH = 100;

  private final Problems problems;
  private final Set<String> taken = new HashSet<>();

  ColumnNames(Problems problems) {
    this.problems = problems;
  }

  static boolean isName(String text) {
    return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
  }

  /**
   * {@code orderId} becomes {@code order_id}; empty, with a problem, when nothing is left of it or
   * two fields get one name.
   *
   * @param place of the field, for people
   */
  Optional<String> of(String field, String place) {
    String name =
        field
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    if (!isName(name)) {
      problems.add(
          place,
          "no column can be called that",
          "rename it to lower-case words joined by underscores");
      return Optional.empty();
    }
    if (!taken.add(name)) {
      problems.add(place, "another field becomes the column %s too".formatted(name), "rename one");
      return Optional.empty();
    }

    return Optional.of(name);
  }
}

package io.freshet.core.toolkit;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
public final class NearestName {
  private static final int SHORT = 3;

  private NearestName() {}

  /**
   * The nearest by edit distance, if it is within a third of the name's length. Two edits are
   * always near enough, as swapped letters count as two; one where the name has three letters or
   * less.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    int limit = name.length() <= SHORT ? 1 : Math.max(2, name.length() / 3);

    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /**
   * The end of a refusal: {@code ; did you mean kind?}, or {@code ; there are id, kind} when none
   * is near; empty when nothing is known.
   */
  public static String hint(String name, Collection<String> known) {
    return of(name, known)
        .map("; did you mean %s?"::formatted)
        .orElse(known.isEmpty() ? "" : "; there are " + String.join(", ", known));
  }

  /** Levenshtein's distance, two rows at a time. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }

    return previous[b.length()];
  }
}

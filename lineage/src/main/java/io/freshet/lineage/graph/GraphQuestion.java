package io.freshet.lineage.graph;

import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants to know.
 *
 * @param dataset {@code raw.markets}, {@code stream:markets}, or a name that only one table bears
 * @param directions at least one
 * @param depth how many datasets far
 */
public record GraphQuestion(
    String dataset, Optional<String> column, Set<Direction> directions, int depth) {
  public static final int MAX_DEPTH = 20;

  public GraphQuestion {
    directions = Set.copyOf(directions);
  }
}

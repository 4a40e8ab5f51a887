package io.freshet.lineage.graph;

import io.freshet.lineage.event.ColumnSources;
import io.freshet.lineage.graph.Edge.By;
import io.freshet.lineage.graph.Edge.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Goes from one dataset, or from one column of it, as far as asked. A column is followed where jobs
 * name it; where a job tells of tables only, the whole table counts from there on.
 */
public final class Walk {
  // What a page can show, and more than anyone reads.
  private static final int MAX_EDGES = 2000;

  private final EdgeSource source;
  private final Direction direction;
  private final Map<Edge, Step> steps = new LinkedHashMap<>();
  private final Map<Long, Set<String>> seen = new LinkedHashMap<>();
  private boolean truncated;

  private Walk(EdgeSource source, Direction direction) {
    this.source = source;
    this.direction = direction;
  }

  /**
   * An edge on the way.
   *
   * @param columns those of the edge that lie on the way
   */
  public record Step(Edge edge, By by, List<Columns> columns) {}

  /** All that was found; truncated when that was more than can be told. */
  public record Found(Collection<Step> steps, boolean truncated) {}

  /**
   * Walks.
   *
   * @param column empty: the whole dataset
   * @param depth how many datasets far
   */
  public static Found from(
      long dataset,
      Optional<String> column,
      Set<Direction> directions,
      int depth,
      EdgeSource source) {
    Map<Edge, Step> steps = new LinkedHashMap<>();
    boolean truncated = false;
    for (Direction direction : new TreeSet<>(directions)) {
      Walk walk = new Walk(source, direction);
      walk.go(dataset, Set.of(column.orElse(ColumnSources.EVERY_COLUMN)), depth);
      walk.steps.forEach((edge, step) -> steps.merge(edge, step, Walk::both));
      truncated |= walk.truncated;
    }

    return new Found(List.copyOf(steps.values()), truncated);
  }

  private void go(long dataset, Set<String> columns, int depth) {
    Map<Long, Set<String>> here = Map.of(dataset, columns);
    seen.put(dataset, new HashSet<>(columns));
    for (int gone = 0; gone < depth && !here.isEmpty() && !truncated; gone++) {
      here = step(here);
    }
  }

  /** From datasets and the columns that we are at, to those that come next. */
  private Map<Long, Set<String>> step(Map<Long, Set<String>> here) {
    Map<Long, Set<String>> next = new LinkedHashMap<>();
    EdgeSource.Edges found = source.from(here.keySet(), direction);
    truncated = found.truncated();
    for (Edge edge : found.edges()) {
      Set<String> at = here.get(edge.start(direction).orElseThrow());
      Optional<Step> step = step(edge, at);
      if (step.isPresent() && steps.size() >= MAX_EDGES) {
        truncated = true;
        break;
      }
      step.ifPresent(taken -> take(taken, next));
    }

    return next;
  }

  private Optional<Step> step(Edge edge, Set<String> at) {
    if (at.contains(ColumnSources.EVERY_COLUMN)) {
      return Optional.of(new Step(edge, By.TABLE, edge.columns()));
    }
    List<Columns> named = edge.columns().stream().filter(columns -> isAt(columns, at)).toList();
    if (!named.isEmpty()) {
      return Optional.of(new Step(edge, By.COLUMN, named));
    }
    if (edge.columnsKnown()) {
      return Optional.empty();
    }

    return Optional.of(
        new Step(edge, edge.columns().isEmpty() ? By.TABLE : By.POSSIBLY, List.of()));
  }

  private boolean isAt(Columns columns, Set<String> at) {
    String start = direction == Direction.DOWNSTREAM ? columns.from() : columns.to();

    return start.equals(ColumnSources.EVERY_COLUMN)
        || at.stream().anyMatch(column -> isWithin(column, start) || isWithin(start, column));
  }

  /** A part of a nested column goes with the whole, and the whole with each part. */
  private static boolean isWithin(String part, String whole) {
    return part.equals(whole) || part.startsWith(whole + ".");
  }

  private void take(Step step, Map<Long, Set<String>> next) {
    steps.merge(step.edge(), step, Walk::both);
    Optional<Long> end = step.edge().end(direction);
    if (end.isEmpty() || step.by() == By.POSSIBLY) {
      return;
    }
    Set<String> known = seen.computeIfAbsent(end.get(), dataset -> new HashSet<>());
    for (String column : ends(step)) {
      if (!known.contains(ColumnSources.EVERY_COLUMN) && known.add(column)) {
        next.computeIfAbsent(end.get(), dataset -> new HashSet<>()).add(column);
      }
    }
  }

  private Set<String> ends(Step step) {
    if (step.by() == By.TABLE) {
      return Set.of(ColumnSources.EVERY_COLUMN);
    }
    Set<String> ends = new HashSet<>();
    for (Columns columns : step.columns()) {
      ends.add(direction == Direction.DOWNSTREAM ? columns.to() : columns.from());
    }

    return ends;
  }

  /** An edge that is gone twice: by different columns, or in both directions. */
  private static Step both(Step one, Step other) {
    List<Columns> columns = new ArrayList<>(one.columns());
    other.columns().stream().filter(column -> !columns.contains(column)).forEach(columns::add);
    By by = one.by().compareTo(other.by()) <= 0 ? one.by() : other.by();

    return new Step(one.edge(), by, List.copyOf(columns));
  }
}

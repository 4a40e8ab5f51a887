package io.freshet.lineage.graph;

import java.util.Collection;
import java.util.List;

/** Where a walk gets its edges from. */
public interface EdgeSource {
  /**
   * Edges, each with all its columns.
   *
   * @param truncated whether there are more
   */
  record Edges(List<Edge> edges, boolean truncated) {
    public Edges {
      edges = List.copyOf(edges);
    }
  }

  /** The edges that leave these datasets in that direction. */
  Edges from(Collection<Long> datasets, Direction direction);
}

package io.freshet.lineage.graph;

import java.util.Collection;
import java.util.List;

/** Where a walk gets its edges from. */
public interface EdgeSource {
  /** All edges that leave these datasets in that direction. */
  List<Edge> from(Collection<Long> datasets, Direction direction);
}

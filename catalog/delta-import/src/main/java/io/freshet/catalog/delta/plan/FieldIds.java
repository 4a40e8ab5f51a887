package io.freshet.catalog.delta.plan;

import java.util.HashMap;
import java.util.Map;

/** Gives the columns that have no id of their own one, the same for the same path ever after. */
final class FieldIds {
  private final Map<String, Integer> ids = new HashMap<>();
  private int last;

  /**
   * @param last the highest id that is taken already
   */
  FieldIds(int last) {
    this.last = last;
  }

  int of(String path) {
    return ids.computeIfAbsent(path, unknown -> ++last);
  }
}

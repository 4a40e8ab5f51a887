package io.freshet.serving.eta.supply;

import java.util.Arrays;

/** What somebody counts as, from minute to minute, until it counts as nothing. */
final class Timeline {
  private static final Timeline EMPTY = new Timeline(new long[0]);

  /** Of each change its minute and the {@link Standing} from it on. */
  private final long[] changes;

  private Timeline(long[] changes) {
    this.changes = changes;
  }

  boolean isEmpty() {
    return changes.length == 0;
  }

  void forEach(Change change) {
    long before = Standing.NONE;
    for (int i = 0; i < changes.length; i += 2) {
      change.accept(changes[i], before, changes[i + 1]);
      before = changes[i + 1];
    }
  }

  /** From a minute on somebody counts as something else. */
  interface Change {
    void accept(long minute, long before, long after);
  }

  /** Takes standings by rising minutes; of two of one minute the later one counts. */
  static final class Builder {
    private long[] changes = new long[8];
    private int size;

    Builder from(long minute, long standing) {
      if (size > 0 && changes[size - 2] == minute) {
        size -= 2;
      }
      long before = size == 0 ? Standing.NONE : changes[size - 1];
      if (standing != before) {
        if (size == changes.length) {
          changes = Arrays.copyOf(changes, 2 * size);
        }
        changes[size] = minute;
        changes[size + 1] = standing;
        size += 2;
      }

      return this;
    }

    Timeline build() {
      return size == 0 ? EMPTY : new Timeline(Arrays.copyOf(changes, size));
    }
  }
}

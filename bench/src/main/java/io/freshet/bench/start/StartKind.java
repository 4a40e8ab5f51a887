package io.freshet.bench.start;

import java.util.Locale;

/** What is there already when somebody starts. */
public enum StartKind {
  /** A clone that was never built, and this user's caches. */
  WARM,
  /** The clone before, once more: all that it has built and kept is there. */
  AGAIN,
  /** A clone that was never built, and no cache. */
  COLD;

  /** As results name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

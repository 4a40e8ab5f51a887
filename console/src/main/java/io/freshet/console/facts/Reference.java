package io.freshet.console.facts;

import java.time.Instant;
import java.util.Optional;

/**
 * A tag or a branch.
 *
 * @param until when it may go; empty: it stays
 */
public record Reference(String name, Kind kind, long snapshot, Optional<Instant> until) {
  /** What it is. */
  public enum Kind {
    TAG,
    BRANCH
  }
}

package io.freshet.core.lake.cut;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One hour's end in all tables of a domain, made whole. Immutable.
 *
 * @param until when its tags may go
 * @param tables by name, as {@code raw.dasher_pings}
 */
public record Cut(
    CutName name, String domain, Instant madeAt, Instant until, Map<String, Held> tables) {
  public Cut {
    tables = new TreeMap<>(tables);
  }

  /**
   * What it holds of a table.
   *
   * @param snapshot empty for one that was never written
   * @param eventTime the column that the hour bounds
   */
  public record Held(Optional<Long> snapshot, String eventTime) {}

  /** Whether its tags may be gone. */
  public boolean isOver(Instant now) {
    return until.isBefore(now);
  }
}

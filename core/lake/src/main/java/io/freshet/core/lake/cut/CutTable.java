package io.freshet.core.lake.cut;

import java.time.Instant;
import java.util.Optional;

/**
 * One table of a domain, as it stands when a cut is planned.
 *
 * @param name as {@code raw.dasher_pings}
 * @param watermark empty where nothing has said yet how far it is
 * @param tagged the snapshot that bears the cut's tag already
 * @param current empty for a table that was never written
 */
public record CutTable(
    String name,
    Pace pace,
    Optional<Instant> watermark,
    Optional<Long> tagged,
    Optional<Long> current) {

  /** Whose time it goes by. */
  public enum Pace {
    /** Its own: it is waited for. */
    OWN,
    /** A stream of events that has been read to its end; it follows the others, as in a table. */
    IDLE,
    /** A reference, or derived: it has no time of its own that passes. */
    NONE
  }
}

package io.freshet.simulator.replay;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What to replay.
 *
 * @param from the first local day; empty: from the beginning
 * @param to the last local day, included; empty: to the end
 */
public record ReplaySettings(
    Path pings, Path trips, Optional<LocalDate> from, Optional<LocalDate> to) {

  /** The whole recording. */
  public static ReplaySettings whole(Path pings, Path trips) {
    return new ReplaySettings(pings, trips, Optional.empty(), Optional.empty());
  }
}

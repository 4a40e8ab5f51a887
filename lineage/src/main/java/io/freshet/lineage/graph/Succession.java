package io.freshet.lineage.graph;

import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.LineageEvent.Run;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a job's edges when an event about it comes, in whatever order events come. */
public enum Succession {
  /** The job now reads and writes what the event says, and nothing else. */
  REPLACE,
  /** A further word of the same run: what it says comes to what the run has said. */
  ADD,
  /** It says nothing of that, or what was known is newer. */
  KEEP;

  /**
   * The newest told edges of a job.
   *
   * @param at event time of the newest event that told them
   */
  public record Known(Instant at, String run) {}

  public static Succession of(LineageEvent event, Optional<Known> known) {
    if (!event.tellsEdges()) {
      return KEEP;
    }
    if (known.isEmpty()) {
      return REPLACE;
    }
    Run run = event.run().orElseThrow();
    if (run.id().equals(known.get().run()) && !run.job().streaming()) {
      return ADD;
    }

    return event.time().isBefore(known.get().at()) ? KEEP : REPLACE;
  }
}

package io.freshet.lineage.graph;

import io.freshet.lineage.event.LineageEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** What becomes of a job's edges when an event about it comes, in whatever order events come. */
public enum Succession {
  /** The job now reads and writes what the event says, and nothing else. */
  REPLACE,
  /** It says nothing of that, or what was known is newer. */
  KEEP;

  /**
   * On whose word a job's edges rest.
   *
   * @param at event time of that word
   */
  public record Known(Instant at, String run) {
    private static final Comparator<Known> AGE =
        Comparator.comparing(Known::at).thenComparing(Known::run);
  }

  /**
   * @param event a streaming job's; or a batch run with all that it has told
   */
  public static Succession of(LineageEvent event, Optional<Known> known) {
    if (!event.tellsEdges()) {
      return KEEP;
    }
    Known told = new Known(event.time(), event.run().orElseThrow().id());

    return known.filter(newest -> Known.AGE.compare(newest, told) > 0).isPresent() ? KEEP : REPLACE;
  }
}

package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a redrive has done, whether it came to its end or not.
 *
 * @param run its name, which each note of {@code redrives} bears
 * @param inDoubt how many of the last transaction Kafka has not said whether it took them; the next
 *     redrive finds out
 * @param refused where those lie that were sent, as they were refused
 * @param sentTo where they lie now
 * @param valuesHash what origins and payloads of those that were sent add up to
 * @param failure why it ended early
 */
public record RedriveReceipt(
    String run,
    DeadLetterFilter filter,
    Instant startedAt,
    Instant finishedAt,
    Outcomes outcomes,
    long inDoubt,
    List<Extent> refused,
    List<Extent> sentTo,
    String valuesHash,
    Optional<FreshetException> failure) {
  public RedriveReceipt {
    refused = List.copyOf(refused);
    sentTo = List.copyOf(sentTo);
  }

  public boolean ok() {
    return failure.isEmpty();
  }
}

package io.freshet.serving.view;

import java.time.Instant;
import java.util.Optional;

/**
 * What Redis shows of a dasher; all of it is personal.
 *
 * @param state free, busy, idle or offline
 * @param heardAt when the newest position was taken, or else what else is known of them
 */
public record ServedDasher(long dasherId, String state, Instant heardAt, Optional<Place> position) {
  /** The dasher of a document's text; empty where it is something else. */
  public static Optional<ServedDasher> parse(String text) {
    return Document.parse(text)
        .filter(document -> document.number("dasher_id").isPresent())
        .map(
            document ->
                new ServedDasher(
                    document.number("dasher_id").orElseThrow(),
                    document.text("state"),
                    document.time("position_time").orElse(document.version().eventTime()),
                    document.place()));
  }
}

package io.freshet.serving.view;

import java.util.Optional;

/**
 * What Redis shows of the order or dasher that an event is of.
 *
 * @param order whose event it is; empty for a dasher's, as a dasher's number is personal
 * @param event by which the event would replace a document
 * @param held what Redis holds; empty where it holds nothing
 */
public record ServedEvent(Optional<OrderName> order, Version event, Optional<Version> held) {

  /** Where Redis is beside the event. */
  public enum Standing {
    /** It shows the event, or what came after it. */
    PASSED("Redis has passed it"),
    /** It shows what was before the event. */
    BEHIND("Redis does not show it yet"),
    /** It holds nothing: what is over is shown for a while only, and so is what falls silent. */
    NOTHING("Redis holds nothing of it");

    private final String meaning;

    Standing(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }
  }

  public Standing standing() {
    return held.map(newest -> newest.compareTo(event) >= 0 ? Standing.PASSED : Standing.BEHIND)
        .orElse(Standing.NOTHING);
  }
}

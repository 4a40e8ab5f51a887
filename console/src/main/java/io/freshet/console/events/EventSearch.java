package io.freshet.console.events;

import io.freshet.assurance.find.EventQuestion;

/**
 * An event that somebody looks for, as they wrote it: the same words are the same search, though
 * {@code 2h} ago is another time each time.
 *
 * @param place as {@code partition:offset}
 */
public record EventSearch(String contract, String id, String place, String from, String until) {
  /** Whether nothing is looked for yet. */
  public boolean isEmpty() {
    return id.isEmpty() && place.isEmpty();
  }

  public EventQuestion.Times times() {
    return new EventQuestion.Times(from, until);
  }

  /** For logs, which no words of senders belong in. */
  @Override
  public String toString() {
    return "an event of " + contract;
  }
}

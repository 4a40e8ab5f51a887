package io.freshet.assurance.find;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an event is.
 *
 * @param sightings the newest first; more than one where several events bear the id
 * @param turnedAway by an event gateway, and so in no log
 */
public record Whereabouts(
    List<Sighting> sightings, Searched searched, Optional<TurnedAway> turnedAway) {
  public Whereabouts {
    sightings = List.copyOf(sightings);
  }

  /**
   * What an event gateway answered to one with that id.
   *
   * @param producer whose key or token it came with
   * @param status of HTTP
   */
  public record TurnedAway(Instant at, String cause, int status, String producer) {}

  /** Whether anybody knows of it. */
  public boolean isFound() {
    return turnedAway.isPresent()
        || sightings.stream()
            .anyMatch(each -> each.logged().isPresent() || each.row().isPresent() || isDead(each));
  }

  private static boolean isDead(Sighting sighting) {
    return sighting.refusal().isPresent();
  }
}

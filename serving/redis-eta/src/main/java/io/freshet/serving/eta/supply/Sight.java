package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.travel.Fix;

/**
 * Where a dasher said it was.
 *
 * @param orderId the order that it said it carries; null when it said none
 */
public record Sight(Fix fix, Long orderId) {
  long millis() {
    return fix.millis();
  }

  /** Of two sights of one moment it must not matter which came first. */
  boolean replaces(Sight other) {
    if (millis() != other.millis()) {
      return millis() > other.millis();
    }
    if (orderId == null || other.orderId == null) {
      return orderId != null;
    }

    return orderId > other.orderId;
  }
}

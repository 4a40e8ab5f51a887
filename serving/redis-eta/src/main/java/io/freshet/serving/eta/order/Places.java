package io.freshet.serving.eta.order;

import io.freshet.serving.eta.travel.Position;

/** Where an order's dasher, restaurant and customer are; null where unknown. */
public record Places(Position dasher, Position pickup, Position dropoff) {
  public static final Places UNKNOWN = new Places(null, null, null);
}

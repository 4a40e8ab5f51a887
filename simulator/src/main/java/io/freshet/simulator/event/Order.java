package io.freshet.simulator.event;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of an order from its creation on and never changes; every step carries it.
 *
 * @param restaurantId empty where a recording knows no restaurant; likewise customer and subtotal
 */
public record Order(
    String market,
    long orderId,
    OptionalLong restaurantId,
    OptionalLong customerId,
    GeoPoint pickup,
    GeoPoint dropoff,
    Optional<Money> subtotal) {

  /** An amount in the currency's smallest unit. */
  public record Money(long minor, String currency) {}
}

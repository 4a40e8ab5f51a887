package io.freshet.serving.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A market as Redis shows it.
 *
 * @param orders that are under way
 * @param dashers who are not offline
 * @param isWhole whether these are all
 */
public record MarketPicture(
    String market,
    List<ServedOrder> orders,
    List<ServedDasher> dashers,
    Optional<ServedSupply> supply,
    boolean isWhole) {
  public MarketPicture {
    orders = List.copyOf(orders);
    dashers = List.copyOf(dashers);
  }

  /** The newest time of its events: a replay of long ago is judged by that, and by no clock. */
  public Optional<Instant> asOf() {
    return Stream.concat(
            orders.stream().map(order -> order.version().eventTime()),
            dashers.stream().map(ServedDasher::heardAt))
        .max(Instant::compareTo);
  }
}

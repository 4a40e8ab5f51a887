package io.freshet.serving.view;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Redis shows of an order.
 *
 * @param version by which it is newer than another document
 * @param state after its newest step
 * @param estimate while it is under way
 * @param dasherId who carries it, where somebody does; personal
 * @param pickup where the restaurant is
 * @param position of who carries it; personal
 */
public record ServedOrder(
    Version version,
    String market,
    long orderId,
    String state,
    Optional<Estimate> estimate,
    OptionalLong dasherId,
    Optional<Place> pickup,
    Optional<Place> position,
    Optional<Instant> positionTime) {

  /**
   * When it arrives.
   *
   * @param stage what it waits for
   * @param predicted as many orders come before it as after
   * @param latest nine of ten are there by then
   * @param reason why it comes later than was told before
   * @param basis which speed that rests on
   * @param distanceMeters the way that is left, where it is known
   */
  public record Estimate(
      String stage,
      Instant predicted,
      Instant latest,
      String reason,
      String basis,
      OptionalLong distanceMeters) {}

  /** The order of a document's text; empty where it is something else. */
  public static Optional<ServedOrder> parse(String text) {
    return Document.parse(text)
        .filter(document -> document.number("order_id").isPresent())
        .map(ServedOrder::of);
  }

  private static ServedOrder of(Document document) {
    return new ServedOrder(
        document.version(),
        document.text("market"),
        document.number("order_id").orElseThrow(),
        document.text("state"),
        estimate(document),
        document.number("dasher_id"),
        document.place("pickup"),
        document.place(),
        document.time("position_time"));
  }

  private static Optional<Estimate> estimate(Document document) {
    Optional<Instant> predicted = document.time("predicted_arrival");
    Optional<Instant> latest = document.time("latest_arrival");

    return predicted.isPresent() && latest.isPresent()
        ? Optional.of(
            new Estimate(
                document.text("stage"),
                predicted.get(),
                latest.get(),
                document.text("reason"),
                document.text("basis"),
                document.number("distance_meters")))
        : Optional.empty();
  }

  public OrderName name() {
    return new OrderName(market, orderId);
  }

  /** The same, for who may not know where dashers are. */
  public ServedOrder withoutPosition() {
    return new ServedOrder(
        version,
        market,
        orderId,
        state,
        estimate,
        dasherId,
        pickup,
        Optional.empty(),
        Optional.empty());
  }
}

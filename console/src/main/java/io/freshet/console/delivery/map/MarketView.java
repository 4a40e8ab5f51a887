package io.freshet.console.delivery.map;

import io.freshet.console.page.Texts;
import io.freshet.serving.view.MarketPicture;
import io.freshet.serving.view.Place;
import io.freshet.serving.view.ServedDasher;
import io.freshet.serving.view.ServedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A market, judged: who moves how, and which orders are late.
 *
 * @param orders the latest first
 */
record MarketView(List<SeenOrder> orders, List<SeenDasher> dashers) {
  private static final Duration SILENT_AFTER = Duration.ofMinutes(3);
  private static final String TO_CUSTOMER = "to_customer";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * An order.
   *
   * @param late how long after the latest time that was told first it is expected, or how far that
   *     which is told now has passed; none or less where it is not late
   * @param promised the latest time that was told first, where that is known
   * @param place where it is drawn: its restaurant, and once it is under way about where its dasher
   *     is
   */
  record SeenOrder(
      ServedOrder order, Duration late, Optional<Instant> promised, Optional<Place> place) {
    boolean isLate() {
      return late.compareTo(Duration.ZERO) > 0;
    }

    ServedOrder.Estimate estimate() {
      return order.estimate().orElseThrow();
    }

    /** {@code Order 17, to customer, 12:05 to 12:15, 6 min late}. */
    String label() {
      return "Order %d, %s, %s%s"
          .formatted(
              order.orderId(),
              estimate().stage().replace('_', ' '),
              window(),
              isLate() ? ", %s late".formatted(Texts.age(late)) : "");
    }

    /** {@code 12:05 to 12:15}. */
    String window() {
      return MINUTE.format(estimate().predicted())
          + " to "
          + MINUTE.format(estimate().latest().plusSeconds(59)); // the minute by which it is there
    }
  }

  /**
   * A dasher.
   *
   * @param heardAgo as of the newest event of the market
   * @param order that they carry, where they do
   */
  record SeenDasher(
      ServedDasher dasher, Motion motion, Duration heardAgo, Optional<ServedOrder> order) {}

  /**
   * @param promises the latest times that were told first, by order
   */
  static MarketView of(MarketPicture picture, Map<Long, Instant> promises) {
    Instant now = picture.asOf().orElse(Instant.EPOCH);
    Map<Long, ServedOrder> carried = new HashMap<>();
    picture.orders().forEach(order -> order.dasherId().ifPresent(id -> carried.put(id, order)));

    return new MarketView(
        picture.orders().stream()
            .map(order -> seen(order, Optional.ofNullable(promises.get(order.orderId())), now))
            .sorted(Comparator.comparing(SeenOrder::late).reversed())
            .toList(),
        picture.dashers().stream()
            .map(dasher -> seen(dasher, Optional.ofNullable(carried.get(dasher.dasherId())), now))
            .toList());
  }

  private static SeenOrder seen(ServedOrder order, Optional<Instant> promised, Instant now) {
    ServedOrder.Estimate estimate = order.estimate().orElseThrow();
    Duration overdue = Duration.between(estimate.latest(), now);
    Duration late =
        promised
            .map(latest -> Duration.between(latest, estimate.predicted()))
            .filter(behind -> behind.compareTo(overdue) > 0)
            .orElse(overdue);
    Optional<Place> place =
        estimate.stage().equals(TO_CUSTOMER)
            ? order.position().map(Drawing::rounded).or(order::pickup)
            : order.pickup();

    return new SeenOrder(order, late, promised, place);
  }

  private static SeenDasher seen(ServedDasher dasher, Optional<ServedOrder> order, Instant now) {
    Duration ago = Duration.between(dasher.heardAt(), now);
    Motion motion =
        ago.compareTo(SILENT_AFTER) > 0
            ? Motion.SILENT
            : order
                .flatMap(ServedOrder::estimate)
                .map(
                    estimate ->
                        estimate.stage().equals(TO_CUSTOMER)
                            ? Motion.TO_CUSTOMER
                            : Motion.TO_RESTAURANT)
                .orElse(dasher.state().equals("busy") ? Motion.TO_RESTAURANT : Motion.IDLE);

    return new SeenDasher(dasher, motion, ago, order);
  }
}

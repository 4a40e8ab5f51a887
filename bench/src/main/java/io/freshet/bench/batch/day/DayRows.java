package io.freshet.bench.batch.day;

import io.freshet.core.lake.PayloadRows;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.Order.Money;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import io.freshet.simulator.event.Ping;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The rows of a day's events, as the writer's are. */
final class DayRows {
  static final EventRows<Ping> PINGS =
      new EventRows<>(
          "dasher_pings",
          List.of(
              "market",
              "dasher_id",
              "order_id",
              "latitude",
              "longitude",
              "event_time",
              "accuracy_meters"),
          ping ->
              new Object[] {
                ping.market(),
                ping.dasherId(),
                id(ping.orderId()),
                degrees(ping.place().latitudeMicros()),
                degrees(ping.place().longitudeMicros()),
                PayloadRows.timestamp(ping.eventMicros()),
                number(ping.accuracyMeters())
              },
          Comparator.comparing(Ping::market)
              .thenComparingLong(Ping::dasherId)
              .thenComparingLong(Ping::eventMicros),
          Ping::dasherId);

  static final EventRows<OrderStep> STEPS =
      new EventRows<>(
          "order_events",
          List.of(
              "market",
              "order_id",
              "order_version",
              "state",
              "event_time",
              "dasher_id",
              "restaurant_id",
              "customer_id",
              "pickup_latitude",
              "pickup_longitude",
              "dropoff_latitude",
              "dropoff_longitude",
              "subtotal_minor",
              "currency",
              "reason",
              "synthetic"),
          DayRows::values,
          Comparator.comparing(OrderStep::market)
              .thenComparingLong(step -> step.order().orderId())
              .thenComparingLong(OrderStep::eventMicros),
          step -> step.order().orderId());

  static final EventRows<MarketDefined> MARKETS =
      new EventRows<>(
          "markets",
          List.of("market", "name", "time_zone", "currency", "latitude", "longitude", "event_time"),
          market ->
              new Object[] {
                market.market(),
                market.name(),
                market.timeZone().getId(),
                market.currency(),
                degrees(market.centre().latitudeMicros()),
                degrees(market.centre().longitudeMicros()),
                PayloadRows.timestamp(market.eventMicros())
              },
          Comparator.comparing(MarketDefined::market),
          market -> 0);

  static final EventRows<Prediction> PREDICTIONS =
      new EventRows<>(
          "eta_predictions",
          List.of(
              "market",
              "order_id",
              "order_version",
              "dasher_id",
              "event_time",
              "stage",
              "predicted_arrival",
              "remaining_seconds",
              "basis",
              "distance_meters",
              "latest_arrival",
              "reason",
              "features",
              "features_version"),
          DayRows::values,
          Comparator.comparing((Prediction prediction) -> prediction.order().market())
              .thenComparingLong(prediction -> prediction.order().orderId())
              .thenComparingLong(Prediction::eventMicros),
          prediction -> prediction.order().orderId());

  private static final long MICROS = 1_000_000;
  private static final int DEGREE_DIGITS = 6;

  private DayRows() {}

  /** What the money is divided into is left out: no job of this bench asks. */
  private static Object[] values(OrderStep step) {
    Order order = step.order();

    return new Object[] {
      order.market(),
      order.orderId(),
      step.version(),
      step.state().code(),
      PayloadRows.timestamp(step.eventMicros()),
      id(step.dasherId()),
      id(order.restaurantId()),
      id(order.customerId()),
      degrees(order.pickup().latitudeMicros()),
      degrees(order.pickup().longitudeMicros()),
      degrees(order.dropoff().latitudeMicros()),
      degrees(order.dropoff().longitudeMicros()),
      order.subtotal().map(Money::minor).orElse(null),
      order.subtotal().map(Money::currency).orElse(null),
      step.reason().orElse(null),
      step.provenance() == Provenance.INVENTED
    };
  }

  private static Object[] values(Prediction prediction) {
    long told = prediction.eventMicros() + prediction.remainingSeconds() * MICROS;
    long latest = told + prediction.remainingSeconds() * MICROS / 2;

    return new Object[] {
      prediction.order().market(),
      prediction.order().orderId(),
      prediction.version(),
      id(prediction.dasherId()),
      PayloadRows.timestamp(prediction.eventMicros()),
      prediction.stage().code(),
      PayloadRows.timestamp(told),
      prediction.remainingSeconds(),
      "generated",
      prediction.meters(),
      PayloadRows.timestamp(latest),
      "on_time",
      prediction.features(),
      Prediction.FEATURES_VERSION
    };
  }

  private static BigDecimal degrees(int micros) {
    return BigDecimal.valueOf(micros, DEGREE_DIGITS);
  }

  private static Long id(OptionalLong id) {
    return id.isPresent() ? id.getAsLong() : null;
  }

  private static Integer number(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}

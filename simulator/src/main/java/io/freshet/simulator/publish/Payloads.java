package io.freshet.simulator.publish;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import io.freshet.simulator.event.Ping;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes the payloads that the contracts ask for. Optional columns are set last, as what a refused
 * event has set stays behind in the builder. Not thread-safe.
 */
final class Payloads {
  static final String PINGS = "dasher_pings";
  static final String ORDERS = "order_events";
  static final String MARKETS = "markets";

  private final PayloadBuilder pings;
  private final PayloadBuilder orders;
  private final PayloadBuilder markets;

  Payloads(Contracts contracts) {
    pings = new PayloadBuilder(contracts.require(PINGS));
    orders = new PayloadBuilder(contracts.require(ORDERS));
    markets = new PayloadBuilder(contracts.require(MARKETS));
  }

  GenericRecord of(Ping ping) {
    pings
        .set("market", ping.market())
        .set("dasher_id", ping.dasherId())
        .set("latitude", ping.place().latitude())
        .set("longitude", ping.place().longitude())
        .set("event_time", instant(ping.eventMicros()));
    if (ping.orderId().isPresent()) {
      pings.set("order_id", ping.orderId().getAsLong());
    }
    if (ping.accuracyMeters().isPresent()) {
      pings.set("accuracy_meters", ping.accuracyMeters().getAsInt());
    }

    return pings.build();
  }

  GenericRecord of(OrderStep step) {
    Order order = step.order();
    orders
        .set("market", order.market())
        .set("order_id", order.orderId())
        .set("order_version", step.version())
        .set("state", step.state().code())
        .set("event_time", instant(step.eventMicros()))
        .set("pickup_latitude", order.pickup().latitude())
        .set("pickup_longitude", order.pickup().longitude())
        .set("dropoff_latitude", order.dropoff().latitude())
        .set("dropoff_longitude", order.dropoff().longitude())
        .set("synthetic", step.provenance() == Provenance.INVENTED);
    step.dasherId().ifPresent(id -> orders.set("dasher_id", id));
    order.restaurantId().ifPresent(id -> orders.set("restaurant_id", id));
    order.customerId().ifPresent(id -> orders.set("customer_id", id));
    order
        .subtotal()
        .ifPresent(
            subtotal -> {
              orders.set("subtotal_minor", subtotal.minor()).set("currency", subtotal.currency());
              if (step.state() == OrderState.DELIVERED) {
                Charges charges = Charges.of(order, subtotal);
                orders
                    .set("commission_minor", charges.commissionMinor())
                    .set("dasher_pay_minor", charges.dasherPayMinor())
                    .set("tip_minor", charges.tipMinor());
              }
            });
    step.reason().ifPresent(reason -> orders.set("reason", reason));

    return orders.build();
  }

  GenericRecord of(MarketDefined market) {
    return markets
        .set("market", market.market())
        .set("name", market.name())
        .set("time_zone", market.timeZone().getId())
        .set("currency", market.currency())
        .set("latitude", market.centre().latitude())
        .set("longitude", market.centre().longitude())
        .set("event_time", instant(market.eventMicros()))
        .build();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

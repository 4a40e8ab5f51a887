package io.freshet.serving.eta.rebuild;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamStart;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Payloads;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.rebuild.StreamReading.Taker;
import io.freshet.serving.eta.supply.MarketForm;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where all that Redis shows comes from: five streams, and the order service's database. */
public final class Sources {
  private static final String STEPS = "order_events";
  private static final String PREDICTIONS = "eta_predictions";
  private static final String PINGS = "dasher_pings";
  private static final String SUPPLY = "market_supply";
  private static final String ALERTS = "supply_alerts";

  private final StreamReading streams;
  private final Optional<PostgresOrders> orderService;
  private final ContractTexts contracts;
  private final RebuildTimes times;

  /**
   * @param postgres read where the steps of orders are captured from there, and only there: else
   *     the orders of a service there are others than those of the stream
   */
  public Sources(
      KafkaSettings kafka,
      SchemaRegistry registry,
      Optional<PostgresSettings> postgres,
      ContractTexts contracts,
      RebuildTimes times,
      Progress progress) {
    this.streams = new StreamReading(kafka, registry, progress);
    this.orderService =
        postgres
            .filter(settings -> areCaptured(contracts))
            .map(settings -> new PostgresOrders(settings, progress));
    this.contracts = contracts;
    this.times = times;
  }

  /** Orders come first: pings are read beside what the orders mean to dashers. */
  Found read(Instant now) {
    Instant from = now.minus(times.since());
    Map<String, Found.Read> reads = new LinkedHashMap<>();
    OrderBook orders = new OrderBook();
    reads.put(
        STEPS,
        read(STEPS, from, (payload, at) -> add(orders, Payloads.orderEvent(payload, 0), at)));
    orderService.ifPresent(service -> reads.put("postgres", service.read(from, orders::add)));
    reads.put(
        PREDICTIONS,
        read(
            PREDICTIONS,
            from,
            (payload, at) -> {
              orders.add(Prediction.of(payload), at);
              return true;
            }));
    Instant pingsFrom = now.minus(times.pingsSince());
    DasherBook dashers =
        new DasherBook(times.limits(), times.dasherEvery(), orders.duties(pingsFrom));
    reads.put(
        PINGS,
        read(PINGS, pingsFrom, (payload, at) -> add(dashers, Payloads.ping(payload, 0), at)));
    dashers.end();

    SupplyBook supply = new SupplyBook();
    reads.put(
        SUPPLY,
        read(
            SUPPLY,
            now.minus(times.supplySince()),
            (payload, at) -> {
              supply.add(MarketForm.read(payload), at);
              return true;
            }));
    reads.put(ALERTS, readAlerts(supply));

    return new Found(orders, dashers, supply, reads);
  }

  /**
   * All of them, as one may have been on for days. They come after the minutes, and so those of the
   * newest minute are among them.
   */
  private Found.Read readAlerts(SupplyBook supply) {
    return streams.read(
        contracts.contract(ALERTS),
        new StreamStart.Earliest(),
        (payload, at) -> add(supply, SupplyAlert.of(payload)));
  }

  private Found.Read read(String contract, Instant from, Taker taker) {
    return streams.read(contracts.contract(contract), new StreamStart.Since(from), taker);
  }

  private static boolean add(OrderBook orders, Optional<OrderEvent> step, long receivedMillis) {
    step.ifPresent(known -> orders.add(known, receivedMillis));

    return step.isPresent();
  }

  private static boolean add(DasherBook dashers, Optional<Ping> ping, long receivedMillis) {
    ping.ifPresent(known -> dashers.add(known, receivedMillis));

    return ping.isPresent();
  }

  private static boolean add(SupplyBook supply, Optional<SupplyAlert> alert) {
    alert.ifPresent(supply::add);

    return alert.isPresent();
  }

  /** Whether orders are those of the order service's database, which then is read as well. */
  public static boolean areCaptured(ContractTexts contracts) {
    return contracts
        .contract(STEPS)
        .capturedFrom()
        .filter(PostgresOrders.TABLE::equals)
        .isPresent();
  }
}

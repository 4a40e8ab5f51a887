package io.freshet.ingestion.sqlapps;

import io.freshet.core.envelope.EventFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;

/**
 * Orders and pings of a market, one half-minute of event time after the other, sent without a pause
 * by a thread of its own while the test breaks things.
 */
final class MarketTraffic implements AutoCloseable {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int STEPS_OF_A_WINDOW = (int) WINDOW.dividedBy(STEP);

  /** So many steps later all windows before are over. */
  private static final int END = 100;

  /** As many entities as surely reach each partition. */
  private static final int ENTITIES = 60;

  private final Deployed surge;
  private final String market;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Integer> steps;

  private MarketTraffic(Deployed surge, String market) {
    this.surge = surge;
    this.market = market;
    this.steps = CompletableFuture.supplyAsync(this::sendAll);
  }

  /** What the application says of five minutes, or should. */
  record Window(Instant end, int orders, int dashers) {
    static Window of(GenericRecord event) {
      return new Window(
          EventFields.instant(event, "event_time"),
          EventFields.integer(event, "created_orders"),
          EventFields.integer(event, "free_dashers"));
    }
  }

  static MarketTraffic start(Deployed surge, String market) {
    return new MarketTraffic(surge, market);
  }

  private int sendAll() {
    int step = 0;
    while (!ending.get()) {
      send(step);
      step++;
    }

    return step;
  }

  private void send(int step) {
    Instant time = NOON.plus(STEP.multipliedBy(step));
    surge.send(
        "order_events",
        IntStream.range(0, orders(step))
            .mapToObj(i -> MarketEvents.order(market, 1000L * step + i, "created", time))
            .toList());
    surge.send(
        "dasher_pings",
        IntStream.range(0, ENTITIES)
            .mapToObj(i -> MarketEvents.ping(market, i, null, time))
            .toList());
  }

  /** Not always as many, so that no window looks like the next. */
  private static int orders(int step) {
    return ENTITIES + step % 7;
  }

  /** Ends the traffic and each window that it has begun; these are to be said. */
  List<Window> end() {
    close();
    int sent = steps.join();
    send(sent + END);
    Map<Instant, Integer> orders = new TreeMap<>();
    for (int step = 0; step < sent; step++) {
      orders.merge(windowEnd(step), orders(step), Integer::sum);
    }

    return orders.entrySet().stream()
        .map(window -> new Window(window.getKey(), window.getValue(), ENTITIES))
        .toList();
  }

  private static Instant windowEnd(int step) {
    return NOON.plus(WINDOW.multipliedBy(step / STEPS_OF_A_WINDOW + 1));
  }

  @Override
  public void close() {
    ending.set(true);
    steps.join();
  }
}

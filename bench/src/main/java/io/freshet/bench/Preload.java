package io.freshet.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.marketplace.Marketplace;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.publish.EventPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Fills streams with the simulated marketplace's events; equal counts give equal events. */
public final class Preload {
  private static final long SEED = 1;

  /** As many events a second as some 2,000 dashers send: what a group of cities looks like. */
  private static final double RATE = 500;

  /** Late enough in the morning that the events of a bench of usual size lie in one day (UTC). */
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  private final Stage stage;

  public Preload(Stage stage) {
    this.stage = stage;
  }

  /** What the streams hold. */
  public record Loaded(long pings, long orderEvents, long orders) {
    public long events() {
      return pings + orderEvents;
    }
  }

  public Loaded pings(long count) {
    return send(settings(count), event -> event instanceof Ping, count);
  }

  /** Pings and order events as they come. */
  Loaded marketplace(long count) {
    return send(
        settings(count), event -> event instanceof Ping || event instanceof OrderStep, count);
  }

  /**
   * The first events that are wanted.
   *
   * @param wanted sees each event once, in the marketplace's order
   */
  public Loaded send(MarketplaceSettings settings, Predicate<SimulatedEvent> wanted, long count) {
    Countdown countdown = new Countdown("preload", count, stage.progress());
    try (Marketplace marketplace = new Marketplace(settings);
        EventPublisher publisher =
            EventPublisher.open(stage.contracts(), stage.kafka(), stage.registry())) {
      Loaded loaded = send(marketplace, publisher, wanted, count, countdown);
      publisher.flush();
      countdown.tell(loaded.events());
      if (loaded.events() < count || publisher.deliveries().allRefused() > 0) {
        throw new FreshetException(
            Fault.OURS,
            "The simulator sent %d of %d events, and %d were refused"
                .formatted(loaded.events(), count, publisher.deliveries().allRefused()));
      }

      return loaded;
    }
  }

  private static MarketplaceSettings settings(long count) {
    // Twice as long as it takes on average: order events may be left out, and nights are quiet.
    Duration span = Duration.ofSeconds(60 + (long) (2 * count / RATE));

    return MarketplaceSettings.of(SEED, RATE, START, span);
  }

  private static Loaded send(
      Marketplace marketplace,
      EventPublisher publisher,
      Predicate<SimulatedEvent> wanted,
      long count,
      Countdown countdown) {
    long pings = 0;
    long steps = 0;
    Set<Long> orders = new HashSet<>();
    while (pings + steps < count && marketplace.advance()) {
      SimulatedEvent event = marketplace.event();
      if (!wanted.test(event)) {
        continue;
      }
      publisher.send(event);
      if (event instanceof OrderStep step) {
        steps++;
        orders.add(step.order().orderId());
      } else {
        pings++;
      }
      countdown.at(pings + steps);
    }

    return new Loaded(pings, steps, orders.size());
  }
}

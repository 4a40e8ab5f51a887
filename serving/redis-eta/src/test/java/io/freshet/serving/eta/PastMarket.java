package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A {@link TinyMarket} as it was long ago, before any clock, as events from the future are refused;
 * and a quiet one beside it.
 */
final class PastMarket {
  static final String QUIET = "quiet";
  static final Position PLACE = new Position(37.77, -122.42);

  private static final long LONG_AGO = Duration.ofDays(1_000).toMillis();

  /** As many that each partition has some of them: supply waits for one that has no events. */
  private static final int QUIET_DASHERS = 16;

  private final StreamedMarket streams;
  private final List<Planned> events = new ArrayList<>();

  /** An event and when it happens. */
  private record Planned(long millis, Supplier<CompletableFuture<?>> sending) {}

  PastMarket(StreamedMarket streams, int dashers, long seed) {
    this.streams = streams;
    TinyMarket market = TinyMarket.of(dashers, seed);
    market.steps().forEach(this::plan);
    market.pings().forEach(this::plan);
  }

  /** When that moment of a {@link TinyMarket} is here. */
  static long at(long millis) {
    return millis - LONG_AGO;
  }

  /** Sends what happens between two moments of the {@link TinyMarket}. */
  void send(long from, long until, long pauseNanos) {
    send(
        events.stream()
            .filter(event -> event.millis() >= at(from) && event.millis() < at(until))
            .sorted(Comparator.comparingLong(Planned::millis))
            .toList(),
        pauseNanos);
  }

  /** Each quiet order steps, and each quiet dasher pings: so time is there in all partitions. */
  void sendQuiet(int version, OrderState state, long millis) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (long each = 1; each <= QUIET_DASHERS; each++) {
      sent.add(
          streams.send(
              new OrderEvent(QUIET, each, version, state, at(millis), null, PLACE, PLACE, false)));
      sent.add(streams.send(new Ping(QUIET, each, null, new Fix(at(millis), PLACE))));
    }
    sent.forEach(CompletableFuture::join);
  }

  private static void send(List<Planned> some, long pauseNanos) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (Planned event : some) {
      sent.add(event.sending().get());
      if (pauseNanos > 0) {
        LockSupport.parkNanos(pauseNanos);
      }
    }
    sent.forEach(CompletableFuture::join);
  }

  private void plan(OrderEvent step) {
    OrderEvent past =
        new OrderEvent(
            step.market(),
            step.orderId(),
            step.orderVersion(),
            step.state(),
            at(step.millis()),
            step.dasherId(),
            step.pickup(),
            step.dropoff(),
            step.synthetic());
    events.add(new Planned(past.millis(), () -> streams.send(past)));
  }

  private void plan(Ping ping) {
    Ping past =
        new Ping(
            ping.market(),
            ping.dasherId(),
            ping.orderId(),
            new Fix(at(ping.fix().millis()), ping.fix().position()));
    events.add(new Planned(past.fix().millis(), () -> streams.send(past)));
  }
}

package io.freshet.cli.chaos;

import io.freshet.cli.Workspace;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A marketplace that sends events as they happen. A sender that gives up, as while Kafka is away,
 * is followed by another; what it had sent and not heard of may be there or not.
 */
final class MarketTraffic implements AutoCloseable {
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final long MILLIS_BETWEEN = 2_000;

  private final Workspace workspace;
  private final long seed;
  private final double rate;
  private final Instant end;
  private final AtomicLong events = new AtomicLong();
  private final AtomicInteger senders = new AtomicInteger();
  private final AtomicReference<Simulator> present = new AtomicReference<>();
  private final CompletableFuture<Void> work;
  private volatile boolean isOver;

  private MarketTraffic(Workspace workspace, long seed, double rate, Duration duration) {
    this.workspace = workspace;
    this.seed = seed;
    this.rate = rate;
    this.end = Instant.now().plus(duration);
    this.work = CompletableFuture.runAsync(this::send, work -> new Thread(work, "market").start());
  }

  /** Starts it; it ends by itself. */
  static MarketTraffic start(Workspace workspace, long seed, double rate, Duration duration) {
    return new MarketTraffic(workspace, seed, rate, duration);
  }

  private void send() {
    for (Duration left = left(); !isOver && left.compareTo(SHORTEST) > 0; left = left()) {
      long before = events.get();
      int number = senders.getAndIncrement();
      try (Simulator simulator = Simulator.connect(workspace.settings())) {
        present.set(simulator);
        if (isOver) { // whoever said so may have stopped the one before
          return;
        }
        Simulator.Simulated unused =
            simulator.simulate(
                MarketplaceSettings.live(seed + number, rate, Instant.now(), left),
                Speed.LIVE,
                progress ->
                    events.set(
                        before
                            + progress.deliveries().sent().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()));
      } catch (RuntimeException givenUp) {
        // The next one connects once it can; how often that was is told in the end.
        pause();
      }
    }
  }

  private Duration left() {
    return Duration.between(Instant.now(), end);
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS_BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Events that Kafka has acknowledged. */
  long events() {
    return events.get();
  }

  /** Senders that gave up. */
  int givenUp() {
    return Math.max(0, senders.get() - 1);
  }

  @Override
  public void close() {
    isOver = true;
    Simulator simulator = present.get();
    if (simulator != null) {
      simulator.stop();
    }
    work.join();
  }
}

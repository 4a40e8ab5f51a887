package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Plays a {@link TinyMarket} within some seconds, in the rhythm of its events. */
final class TinyMarketSource {
  private final int dashers;
  private final long seed;
  private final double speed;

  TinyMarketSource(int dashers, long seed, double seconds) {
    this.dashers = dashers;
    this.seed = seed;
    this.speed = TinyMarket.MILLIS / 1000.0 / seconds;
  }

  TinyMarket market() {
    return TinyMarket.of(dashers, seed);
  }

  Source<Ping, ?, ?> pings() {
    return pings("");
  }

  /** Fails once, in the middle; the file remembers that it did. */
  Source<Ping, ?, ?> failingPings(Path failed) {
    return pings(failed.toString());
  }

  Source<OrderEvent, ?, ?> steps() {
    long[] times = market().steps().stream().mapToLong(OrderEvent::millis).toArray();

    return new DataGeneratorSource<>(
        new Steps(dashers, seed),
        times.length,
        rhythm(times),
        TypeInformation.of(OrderEvent.class));
  }

  private Source<Ping, ?, ?> pings(String failed) {
    long[] times = market().pings().stream().mapToLong(ping -> ping.fix().millis()).toArray();

    return new DataGeneratorSource<>(
        new Pings(dashers, seed, failed),
        times.length,
        rhythm(times),
        TypeInformation.of(Ping.class));
  }

  private RateLimiterStrategy rhythm(long[] times) {
    double rate = speed;

    return parallelism -> new Rhythm(times, rate);
  }

  /** Lets each event out when its time has come. */
  private static final class Rhythm implements RateLimiter {
    private final long[] times;
    private final double speed;
    private int next;
    private long startNanos;

    Rhythm(long[] times, double speed) {
      this.times = times;
      this.speed = speed;
    }

    @Override
    public CompletionStage<Void> acquire() {
      if (next == 0) {
        startNanos = System.nanoTime();
      }
      long eventMillis = times[Math.min(next++, times.length - 1)] - TinyMarket.START;
      long dueNanos = startNanos + (long) (1e6 * eventMillis / speed);
      long waitNanos = dueNanos - System.nanoTime();

      return waitNanos <= 0
          ? CompletableFuture.completedFuture(null)
          : CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(waitNanos, TimeUnit.NANOSECONDS));
    }
  }

  private static final class Pings implements GeneratorFunction<Long, Ping> {
    private static final long serialVersionUID = 1L;

    private final int dashers;
    private final long seed;
    private final String failed;
    private transient List<Ping> pings;

    Pings(int dashers, long seed, String failed) {
      this.dashers = dashers;
      this.seed = seed;
      this.failed = failed;
    }

    @Override
    public void open(SourceReaderContext context) {
      pings = TinyMarket.of(dashers, seed).pings();
    }

    @Override
    public Ping map(Long index) throws IOException {
      if (!failed.isEmpty() && index == pings.size() / 2 && !Files.exists(Path.of(failed))) {
        Files.createFile(Path.of(failed));
        throw new IOException("The power went out, as the test wanted");
      }

      return pings.get(index.intValue());
    }
  }

  private static final class Steps implements GeneratorFunction<Long, OrderEvent> {
    private static final long serialVersionUID = 1L;

    private final int dashers;
    private final long seed;
    private transient List<OrderEvent> steps;

    Steps(int dashers, long seed) {
      this.dashers = dashers;
      this.seed = seed;
    }

    @Override
    public void open(SourceReaderContext context) {
      steps = TinyMarket.of(dashers, seed).steps();
    }

    @Override
    public OrderEvent map(Long index) {
      return steps.get(index.intValue());
    }
  }
}

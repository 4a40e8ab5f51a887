package io.freshet.console.reading;

import io.freshet.core.lake.LakeFailures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read when somebody looks at it: each thing by one reader at a time, however many look.
 * Whoever asks waits a moment, and is then told what was known before. What can't be read any more
 * is remembered as it was last. Thread-safe.
 *
 * <p>A map of our own, and no cache library: the bundle by which Iceberg reaches S3 holds an old
 * Caffeine under its own names.
 */
public final class Readings<K, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

  private final Function<K, T> reader;
  private final Pace pace;
  private final Executor executor;
  private final InstantSource clock;
  private final Map<K, Known<T>> known;
  private final Map<K, CompletableFuture<Reading<T>>> coming = new ConcurrentHashMap<>();

  /**
   * How often and for how long things are read.
   *
   * @param goodFor after which they are read again once somebody looks
   * @param patience how long whoever looks waits for that
   */
  public record Pace(Duration goodFor, Duration patience) {}

  private record Known<T>(Reading<T> reading, Instant askedAt) {}

  /**
   * @param reader may take long, and fail
   * @param most of how many things is remembered what they were
   */
  public Readings(
      Function<K, T> reader, int most, Pace pace, Executor executor, InstantSource clock) {
    this.reader = reader;
    this.pace = pace;
    this.executor = executor;
    this.clock = clock;
    this.known = Collections.synchronizedMap(new NewestUsed<>(most));
  }

  /** Forgets first what nobody has looked at for the longest time. */
  private static final class NewestUsed<K, V> extends LinkedHashMap<K, V> {
    private final int most;

    NewestUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  /** What is known of it, a moment from now at the latest. */
  public Reading<T> of(K key) {
    Known<T> before = known.get(key);
    if (before != null && clock.instant().isBefore(before.askedAt().plus(pace.goodFor()))) {
      return before.reading();
    }
    Reading<T> last = before == null ? Reading.pending() : before.reading();
    try {
      return reading(key, last).get(pace.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillReading) {
      return last;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return last;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A reading that fails says so", e);
    }
  }

  /** The one reading of it that goes on. */
  private CompletableFuture<Reading<T>> reading(K key, Reading<T> last) {
    CompletableFuture<Reading<T>> mine = new CompletableFuture<>();
    CompletableFuture<Reading<T>> another = coming.putIfAbsent(key, mine);
    if (another != null) {
      return another;
    }
    try {
      executor.execute(() -> read(key, last, mine));
    } catch (RejectedExecutionException tooMuch) {
      coming.remove(key, mine);
      mine.complete(last.failed("Too much is being read; try again in a moment"));
    }

    return mine;
  }

  private void read(K key, Reading<T> last, CompletableFuture<Reading<T>> mine) {
    Reading<T> result = last;
    try {
      result = read(key, last);
      known.put(key, new Known<>(result, clock.instant()));
    } finally {
      coming.remove(key, mine);
      mine.complete(result);
    }
  }

  private Reading<T> read(K key, Reading<T> last) {
    try {
      return Reading.of(reader.apply(key), clock.instant());
    } catch (RuntimeException e) { // whoever looks is told, whatever it is
      LOG.warn("Not read key={} reason={}", key, LakeFailures.reason(e));

      return last.failed(LakeFailures.reason(e));
    }
  }
}

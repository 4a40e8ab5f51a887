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
  private final Map<K, Coming<T>> coming = new ConcurrentHashMap<>();

  /**
   * How often and for how long things are read.
   *
   * @param goodFor after which they are read again once somebody looks
   * @param patience how long after its beginning whoever looks waits for that
   */
  public record Pace(Duration goodFor, Duration patience) {}

  private record Known<T>(Reading<T> reading, Instant askedAt) {}

  private record Coming<T>(CompletableFuture<Reading<T>> reading, long begunNanos) {
    static <T> Coming<T> now() {
      return new Coming<>(new CompletableFuture<>(), System.nanoTime());
    }
  }

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

  /**
   * Begins to read it, if that is due. Whoever needs several things begins with all of them, and
   * then waits for all at once.
   */
  public void begin(K key) {
    Known<T> before = known.get(key);
    if (!isGood(before)) {
      begin(key, last(before));
    }
  }

  /** What is known of it, a moment after it began to be read at the latest. */
  public Reading<T> of(K key) {
    Known<T> before = known.get(key);
    if (isGood(before)) {
      return before.reading();
    }
    Reading<T> last = last(before);
    Coming<T> now = begin(key, last);
    long left = now.begunNanos() + pace.patience().toNanos() - System.nanoTime();
    try {
      return now.reading().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException stillReading) {
      return last;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return last;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A reading that fails says so", e);
    }
  }

  private boolean isGood(Known<T> before) {
    return before != null && clock.instant().isBefore(before.askedAt().plus(pace.goodFor()));
  }

  private Reading<T> last(Known<T> before) {
    return before == null ? Reading.pending() : before.reading();
  }

  /** The one reading of it that goes on. */
  private Coming<T> begin(K key, Reading<T> last) {
    Coming<T> mine = Coming.now();
    Coming<T> another = coming.putIfAbsent(key, mine);
    if (another != null) {
      return another;
    }
    try {
      executor.execute(() -> read(key, last, mine));
    } catch (RejectedExecutionException tooMuch) {
      coming.remove(key, mine);
      mine.reading().complete(last.failed("Too much is being read; try again in a moment"));
    }

    return mine;
  }

  private void read(K key, Reading<T> last, Coming<T> mine) {
    Reading<T> result = last;
    try {
      result = read(key, last);
      known.put(key, new Known<>(result, clock.instant()));
    } finally {
      coming.remove(key, mine);
      mine.reading().complete(result);
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

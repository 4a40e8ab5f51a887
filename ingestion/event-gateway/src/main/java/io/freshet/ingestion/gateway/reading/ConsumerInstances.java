package io.freshet.ingestion.gateway.reading;

import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers that are read through over HTTP: not more than so many, and none for longer than
 * somebody wants something of it. Thread-safe.
 */
public final class ConsumerInstances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerInstances.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

  private final Supplier<ReadableStreams> streams;
  private final Consumers consumers;
  private final Bounds bounds;
  private final LongSupplier nanoTime;
  private final ReadingMetrics metrics;
  private final Map<ReaderId, Open> open = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "idle-consumers");
            thread.setDaemon(true);

            return thread;
          });
  private volatile boolean isDraining;

  /** Makes Kafka's consumers. */
  @FunctionalInterface
  public interface Consumers {
    /**
     * @param group what it is called in Kafka
     * @param startAt {@code earliest} or {@code latest}
     */
    org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> open(String group, String startAt);
  }

  /**
   * How many there may be, and for how long.
   *
   * @param consumers of all callers; of one half of it
   * @param idle after which one that nobody uses is closed
   */
  public record Bounds(int consumers, Duration idle) {}

  private record Open(ConsumerInstance instance, Turns turns, Sender caller) {}

  /**
   * @param streams what contracts let be read; asked once by each request
   * @param nanoTime a clock such as {@code System::nanoTime}
   */
  public ConsumerInstances(
      Supplier<ReadableStreams> streams,
      Consumers consumers,
      Bounds bounds,
      LongSupplier nanoTime,
      ReadingMetrics metrics) {
    this.streams = streams;
    this.consumers = consumers;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    this.threads =
        new ThreadPoolExecutor(
            bounds.consumers(),
            bounds.consumers(),
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            work -> new Thread(work, "read-over-http"));
    threads.allowCoreThreadTimeOut(true);
    metrics.watch(open.keySet());
    long every = Math.max(1, bounds.idle().toMillis() / 4);
    ScheduledFuture<?> unused =
        sweeper.scheduleWithFixedDelay(this::closeIdle, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Makes a consumer.
   *
   * @return its name
   * @throws RestProxyException when it has a name that is taken, or there are too many
   */
  public synchronized ReaderId open(Sender caller, String group, ReaderWish wish) {
    if (isDraining) {
      throw new RestProxyException(
          RestProxyError.KAFKA_AWAY, "The gateway is being stopped; ask another one");
    }
    ReaderId id =
        ReaderId.of(caller, group, wish.name().orElseGet(() -> UUID.randomUUID().toString()));
    if (open.containsKey(id)) {
      throw new RestProxyException(
          RestProxyError.INSTANCE_EXISTS,
          "There is a consumer %s in group %s".formatted(id.instance(), group));
    }
    Map<String, ReadableStream> readable = readable(caller);
    requireRoom(id.caller());
    ConsumerInstance instance =
        new ConsumerInstance(
            wish, consumers.open(id.kafkaGroup(), wish.startAt()), readable, metrics);
    open.put(id, new Open(instance, new Turns(threads, nanoTime), caller));

    return id;
  }

  /**
   * Does something with a consumer when it is its turn.
   *
   * @throws RestProxyException when there is no such consumer of this caller, or too many wait
   */
  public <T> CompletableFuture<T> with(ReaderId id, Function<ConsumerInstance, T> work) {
    Open found = require(id);

    return found
        .turns()
        .take(
            () -> {
              if (open.get(id) != found) { // it has been closed meanwhile
                throw missing(id);
              }
              found.instance().allow(readable(found.caller()));

              return work.apply(found.instance());
            });
  }

  /** Closes one at its owner's will. */
  public CompletableFuture<Boolean> end(ReaderId id) {
    Open found = require(id);

    return found
        .turns()
        .take(
            () -> {
              if (!open.remove(id, found)) {
                throw missing(id);
              }
              found.instance().end();

              return true;
            });
  }

  /** Whether reads should wait no longer. */
  public boolean isDraining() {
    return isDraining;
  }

  /** Opens none any more, and lets reads that wait for records end. */
  public void drain() {
    isDraining = true;
  }

  @Override
  public void close() {
    drain();
    sweeper.shutdownNow();
    CompletableFuture<?>[] closed =
        List.copyOf(open.keySet()).stream()
            .map(this::closeOne)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(closed).get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Consumers do not close within={}", CLOSE_TIMEOUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("What fails here has been told to the log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private Map<String, ReadableStream> readable(Sender caller) {
    Map<String, ReadableStream> readable =
        streams.get().of(caller.producer()).entrySet().stream()
            .filter(stream -> caller.mayUse(stream.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (readable.isEmpty()) {
      throw new RestProxyException(
          RestProxyError.FORBIDDEN,
          "%s is not among the readers of any contract".formatted(caller.producer()));
    }

    return readable;
  }

  private void requireRoom(String caller) {
    List<ReaderId> all = List.copyOf(open.keySet());
    if (all.size() >= bounds.consumers()) {
      throw new RestProxyException(
          RestProxyError.KAFKA_AWAY,
          "There are as many consumers as gateway.max-consumers allows; come again");
    }
    long own = all.stream().filter(id -> id.caller().equals(caller)).count();
    if (own >= Math.max(1, bounds.consumers() / 2)) {
      throw new RestProxyException(
          RestProxyError.TOO_MANY,
          "%s has as many consumers as one may have, half of gateway.max-consumers; delete one"
              .formatted(caller));
    }
  }

  private Open require(ReaderId id) {
    Open found = open.get(id);
    if (found == null) {
      throw missing(id);
    }

    return found;
  }

  private static RestProxyException missing(ReaderId id) {
    return new RestProxyException(
        RestProxyError.NO_INSTANCE,
        "There is no consumer %s in group %s at this gateway; make it anew"
            .formatted(id.instance(), id.group()));
  }

  private void closeIdle() {
    try {
      open.forEach(
          (id, each) -> {
            if (each.turns().idleNanos() > bounds.idle().toNanos()) {
              LOG.info("Consumer closed idle={} reader={}", bounds.idle(), id);
              CompletableFuture<Boolean> unused = closeOne(id);
            }
          });
    } catch (RuntimeException e) { // a schedule ends with the first that is thrown
      LOG.error("Consumers that nobody uses are not closed", e);
    }
  }

  /** After what has begun with it; one that does not close does not keep the rest from it. */
  private CompletableFuture<Boolean> closeOne(ReaderId id) {
    Open found = open.remove(id);
    if (found == null) {
      return CompletableFuture.completedFuture(false);
    }

    return found
        .turns()
        .takeAnyway(
            () -> {
              found.instance().close();

              return true;
            })
        .exceptionally(
            failure -> {
              LOG.warn("A consumer does not close reader={}", id, failure);

              return false;
            });
  }
}

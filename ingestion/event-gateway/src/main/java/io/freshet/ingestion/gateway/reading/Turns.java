package io.freshet.ingestion.gateway.reading;

import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Lets one request after the other at a consumer, a few of which may wait. Thread-safe. */
final class Turns {
  private static final int MOST = 4;

  private final Executor executor;
  private final LongSupplier nanoTime;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
  private int open;
  private long usedAt;

  /**
   * @param nanoTime a clock such as {@code System::nanoTime}
   */
  Turns(Executor executor, LongSupplier nanoTime) {
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.usedAt = nanoTime.getAsLong();
  }

  /**
   * Does the work when it is its turn.
   *
   * @throws RestProxyException when too many wait already
   */
  synchronized <T> CompletableFuture<T> take(Supplier<T> work) {
    if (open >= MOST) {
      throw new RestProxyException(
          RestProxyError.TOO_MANY,
          "%d requests wait for this consumer; it serves one after the other".formatted(MOST));
    }

    return takeAnyway(work);
  }

  /** The same, however many wait: to close what they wait for. */
  synchronized <T> CompletableFuture<T> takeAnyway(Supplier<T> work) {
    open++;
    CompletableFuture<T> result =
        last.handle((done, failure) -> null).thenApplyAsync(ignored -> work.get(), executor);
    last = result.whenComplete((done, failure) -> leave());

    return result;
  }

  /** For how long nobody has wanted anything; nothing while somebody does. */
  synchronized long idleNanos() {
    return open > 0 ? 0 : nanoTime.getAsLong() - usedAt;
  }

  private synchronized void leave() {
    open--;
    usedAt = nanoTime.getAsLong();
  }
}

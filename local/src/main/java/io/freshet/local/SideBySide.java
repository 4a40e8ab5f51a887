package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does the same to many things, to each as soon as it is done with those that come before it. */
final class SideBySide<T> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String doing;
  private final Function<T, Collection<T>> after;

  /**
   * @param doing for the message when it is interrupted, such as {@code starting the platform}
   * @param after what comes before a thing; what is not among the things does not count
   */
  SideBySide(String doing, Function<T, Collection<T>> after) {
    this.doing = doing;
    this.after = after;
  }

  /**
   * Returns when it is done with all.
   *
   * @param things each after those that come before it
   * @throws FreshetException the first failure; what was done meanwhile stays done
   */
  void each(Collection<T> things, Consumer<T> action) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, things.size()));
    try {
      Map<T, CompletableFuture<Void>> done = new LinkedHashMap<>();
      for (T thing : things) {
        done.put(thing, before(thing, done).thenRunAsync(() -> action.accept(thing), threads));
      }
      await(List.copyOf(done.values()));
    } finally {
      end(threads);
    }
  }

  private CompletableFuture<Void> before(T thing, Map<T, CompletableFuture<Void>> done) {
    return CompletableFuture.allOf(
        after.apply(thing).stream()
            .map(done::get)
            .filter(Objects::nonNull)
            .toArray(CompletableFuture<?>[]::new));
  }

  private void await(List<CompletableFuture<Void>> done) {
    try {
      CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FreshetException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while " + doing, e);
    }
  }

  /** Whoever comes next must find nobody who is still at work. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts parts side by side, each as soon as those that it needs are up. */
final class PartStarter {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Consumer<Part> start;

  PartStarter(Consumer<Part> start) {
    this.start = start;
  }

  /**
   * Returns when all are up.
   *
   * @throws FreshetException the first failure; what was started meanwhile keeps running
   */
  void start(Set<Part> parts) {
    ExecutorService threads = Executors.newFixedThreadPool(Part.values().length);
    try {
      Map<Part, CompletableFuture<Void>> starts = new EnumMap<>(Part.class);
      for (Part part : Part.values()) { // needs come first in this order
        if (parts.contains(part)) {
          starts.put(part, after(part, starts).thenRunAsync(() -> start.accept(part), threads));
        }
      }
      await(starts.values().stream().toList());
    } finally {
      end(threads);
    }
  }

  private static CompletableFuture<Void> after(
      Part part, Map<Part, CompletableFuture<Void>> starts) {
    return CompletableFuture.allOf(
        part.startsAfter().stream().map(starts::get).toArray(CompletableFuture<?>[]::new));
  }

  private static void await(List<CompletableFuture<Void>> starts) {
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FreshetException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while starting the platform", e);
    }
  }

  /** Whoever takes the platform down next must find nobody who still starts parts of it. */
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

package io.freshet.serving.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Does things at the same moment. */
final class Race {
  private static final long PATIENCE_MINUTES = 3;

  private Race() {}

  /** What each of some runners has come to. */
  static <T> List<T> of(int runners, IntFunction<T> run) {
    ExecutorService threads = Executors.newFixedThreadPool(runners);
    CyclicBarrier start = new CyclicBarrier(runners);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < runners; i++) {
      int runner = i;
      Callable<T> all =
          () -> {
            int unused = start.await();

            return run.apply(runner);
          };
      running.add(threads.submit(all));
    }
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get(PATIENCE_MINUTES, TimeUnit.MINUTES));
      }

      return results;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}

package io.freshet.batch.backfill;

import io.freshet.batch.publish.DayChangedException;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Does days, so many at a time. Once one fails none is begun any more, and those that run are
 * waited for: what they do is done.
 *
 * @param parallel at most so many at a time
 */
record DayWorkers(int parallel) {
  /** One outcome for each of the days. */
  Map<LocalDate, DayOutcome> work(
      Collection<LocalDate> days, Function<LocalDate, DayOutcome> stage) {
    ExecutorService workers = Executors.newFixedThreadPool(parallel);
    AtomicBoolean failed = new AtomicBoolean();
    Map<LocalDate, Future<DayOutcome>> begun = new TreeMap<>();
    try {
      days.forEach(day -> begun.put(day, workers.submit(() -> begin(day, stage, failed))));

      return outcomes(begun);
    } finally {
      workers.shutdown();
    }
  }

  private static DayOutcome begin(
      LocalDate day, Function<LocalDate, DayOutcome> stage, AtomicBoolean failed) {
    if (failed.get()) {
      return DayOutcome.LEFT; // nobody looks at it
    }
    try {
      return stage.apply(day);
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private static Map<LocalDate, DayOutcome> outcomes(Map<LocalDate, Future<DayOutcome>> begun) {
    Map<LocalDate, DayOutcome> outcomes = new TreeMap<>();
    RuntimeException failure = null;
    for (Map.Entry<LocalDate, Future<DayOutcome>> each : begun.entrySet()) {
      try {
        outcomes.put(each.getKey(), each.getValue().get());
      } catch (ExecutionException e) {
        if (failure == null) {
          failure = failed(each.getKey(), e.getCause());
        } else {
          failure.addSuppressed(e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while days are computed", e);
      }
    }
    if (failure != null) {
      throw failure;
    }

    return outcomes;
  }

  private static FreshetException failed(LocalDate day, Throwable cause) {
    return new FreshetException(
        cause instanceof DayChangedException ? Fault.DEPENDENCY : LakeFailures.fault(cause),
        "%s failed: %s; what is done stays on the branch, and the same call goes on from there"
            .formatted(day, LakeFailures.reason(cause)),
        cause);
  }
}

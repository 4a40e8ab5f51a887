package io.freshet.core.lineage;

import io.freshet.core.lineage.RunEvents.Type;
import io.freshet.core.toolkit.LineageSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of streaming jobs while they run, from a thread of its own: whatever goes wrong there is a
 * line in the log, and the jobs neither fail nor wait for it.
 */
public final class StreamingRun {
  private static final Logger log = LoggerFactory.getLogger(StreamingRun.class);

  private static final Pace PACE = new Pace(Duration.ofMinutes(5), Duration.ofSeconds(15));
  private static final Duration LAST_WORD_WITHIN = Duration.ofSeconds(5);

  private final Optional<EventSender> sender;
  private final Supplier<List<Job>> jobs;
  private final Pace pace;

  // These are the teller's own.
  private List<RunEvents> runs = List.of();
  private boolean started;
  private boolean silenced;

  /**
   * How often a job that runs is told.
   *
   * @param again after a failure
   */
  record Pace(Duration every, Duration again) {}

  StreamingRun(LineageSettings settings, Supplier<List<Job>> jobs, Pace pace) {
    this.sender = EventSender.at(settings);
    this.jobs = jobs;
    this.pace = pace;
  }

  /**
   * What is to be told, if anything.
   *
   * @param jobs asked where something is to be told only, and until it answers; it may ask others
   */
  public static StreamingRun of(LineageSettings settings, Supplier<List<Job>> jobs) {
    return new StreamingRun(settings, jobs, PACE);
  }

  /**
   * Runs the jobs and tells of them until they end; where they are only submitted, as long as this
   * process lives. Fails as they do.
   *
   * @param ended whether they have, once {@code running} has returned
   */
  public <T> T around(Callable<T> running, Predicate<T> ended) throws Exception {
    if (sender.isEmpty()) {
      return running.call();
    }
    ScheduledExecutorService teller =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lineage");
              thread.setDaemon(true);

              return thread;
            });
    teller.execute(() -> tellAndGoOn(teller));
    Optional<Type> end = Optional.of(Type.FAIL);
    try {
      T result = running.call();
      end = ended.test(result) ? Optional.of(Type.COMPLETE) : Optional.empty();

      return result;
    } finally {
      end.ifPresent(type -> lastWord(teller, type));
    }
  }

  /** A start alone says little to those who collect: that the job runs follows at once. */
  private void tellAndGoOn(ScheduledExecutorService teller) {
    started = started || tell(Type.START);
    Duration pause = started && tell(Type.RUNNING) ? pace.every() : pace.again();
    teller.schedule(() -> tellAndGoOn(teller), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lastWord(ScheduledExecutorService teller, Type end) {
    try {
      teller.submit(() -> tell(end)).get(LAST_WORD_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Lineage not told at the end server={} reason={}", sender.orElseThrow(), "" + e);
    } finally {
      teller.shutdownNow();
    }
  }

  /** Each job, whatever becomes of the others. */
  private boolean tell(Type type) {
    try {
      if (runs.isEmpty()) {
        runs = jobs.get().stream().map(RunEvents::new).toList();
      }
    } catch (RuntimeException e) {
      return fallSilent(e);
    }
    boolean all = true;
    for (RunEvents run : runs) {
      all &= tell(run, type);
    }
    if (all && (silenced || type == Type.START)) {
      log.info("Lineage told server={} jobs={}", sender.orElseThrow(), runs.size());
    }
    silenced = !all;

    return all;
  }

  private boolean tell(RunEvents run, Type type) {
    try {
      sender.orElseThrow().post(run.event(type, Instant.now()).toString());

      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return false;
    } catch (IOException | RuntimeException e) {
      return fallSilent(e);
    }
  }

  /** One line until all is told again. */
  private boolean fallSilent(Exception reason) {
    if (!silenced) {
      log.warn("Lineage not told server={} reason={}", sender.orElseThrow(), "" + reason);
    }
    silenced = true;

    return false;
  }
}

package io.freshet.simulator.run;

import io.freshet.simulator.event.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moves events from a source to a sink at a pace, until the source ends or someone says stop. Once
 * {@link #run} returns, everything that the sink was given has arrived.
 */
public final class EventRun {
  private static final long REPORT_MICROS = 1_000_000;

  // Waits are cut, so that a stop is obeyed and progress is told while a slow replay stands still.
  private static final long LONGEST_WAIT_MICROS = 100_000;

  // Asking the clock for each event would cost more than making one.
  private static final int EVENTS_PER_LOOK_AT_THE_CLOCK = 256;

  private final EventSource source;
  private final EventSink sink;
  private final Pacer pacer;
  private final WallClock clock;
  private final ProgressListener listener;

  private volatile boolean stopped;
  private long startMicros;
  private long nextReportMicros;
  private long events;
  private long dueMicros = Long.MIN_VALUE;

  public EventRun(
      EventSource source, EventSink sink, Pacer pacer, WallClock clock, ProgressListener listener) {
    this.source = source;
    this.sink = sink;
    this.pacer = pacer;
    this.clock = clock;
    this.listener = listener;
  }

  /** Runs to the end in the calling thread; an interrupt means stop. Runs once. */
  public Progress run() {
    startMicros = clock.micros();
    nextReportMicros = startMicros + REPORT_MICROS;
    while (!stopped && source.advance()) {
      if (!awaitDue(source.dueMicros())) {
        break;
      }
      dueMicros = source.dueMicros();
      sink.send(source.event());
      events++;
      if (events % EVENTS_PER_LOOK_AT_THE_CLOCK == 0) {
        reportWhenItIsTime();
      }
    }
    // The flag is put back only now: with it set, a Kafka client refuses to flush.
    boolean interrupted = Thread.interrupted();
    sink.flush();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }

    return progress();
  }

  /** Ends the run after the event at hand. May be called by any thread, and more than once. */
  public void stop() {
    stopped = true;
  }

  private boolean awaitDue(long due) {
    long wait = pacer.waitMicros(due);
    while (wait > 0 && !stopped) {
      reportWhenItIsTime();
      try {
        clock.sleepMicros(Math.min(wait, LONGEST_WAIT_MICROS));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        stop();
      }
      wait = pacer.waitMicros(due);
    }

    return !stopped;
  }

  private void reportWhenItIsTime() {
    long now = clock.micros();
    if (now >= nextReportMicros) {
      nextReportMicros = now + REPORT_MICROS;
      listener.progressed(progress());
    }
  }

  private Progress progress() {
    boolean started = dueMicros != Long.MIN_VALUE;

    return new Progress(
        events,
        sink.deliveries(),
        started ? Optional.of(Instant.EPOCH.plus(dueMicros, ChronoUnit.MICROS)) : Optional.empty(),
        source.share(),
        Duration.of(clock.micros() - startMicros, ChronoUnit.MICROS),
        Duration.of(started ? pacer.behindMicros(dueMicros) : 0, ChronoUnit.MICROS));
  }
}

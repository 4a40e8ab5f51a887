package io.freshet.ingestion.capture;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.database.Database;
import io.freshet.ingestion.capture.database.ReplicationSlot;
import io.freshet.ingestion.capture.database.SourceTable;
import io.freshet.ingestion.capture.database.SourceTables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every now and then at what Postgres keeps for us, as a slot that nobody reads fills its
 * disk, and whether changes still carry the whole row. Thread-safe.
 */
final class SlotWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int MEGABYTE = 1 << 20;

  private final Database database;
  private final CapturedStreams streams;
  private final ReplicationSlot slot;
  private final int limitMegabytes;
  private final CaptureMetrics metrics;
  private final AtomicReference<Optional<FreshetException>> trouble =
      new AtomicReference<>(Optional.empty());
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(SlotWatch::daemon);

  SlotWatch(CaptureSettings settings, CapturedStreams streams, CaptureMetrics metrics) {
    this.database = settings.database();
    this.streams = streams;
    this.slot = new ReplicationSlot(database, settings.scope().name());
    this.limitMegabytes = settings.pace().slotLimitMegabytes();
    this.metrics = metrics;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "slot-watch");
    thread.setDaemon(true);

    return thread;
  }

  void start() {
    Future<?> unused =
        clockwork.scheduleWithFixedDelay(this::look, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void look() {
    try {
      slot.state().ifPresent(this::weigh);
      requireWholeRows();
    } catch (FreshetException away) {
      LOG.debug("Slot not seen cause={}", away.getMessage());
    } catch (RuntimeException e) { // a schedule ends with the first that is thrown
      LOG.error("Slot not seen", e);
    }
  }

  private void weigh(ReplicationSlot.State state) {
    metrics.slotHolds(state.heldBytes());
    long megabytes = state.heldBytes() / MEGABYTE;
    if (megabytes > limitMegabytes) {
      LOG.warn(
          "Replication slot holds much log of the database; its disk may fill up"
              + " megabytes={} limit_megabytes={}",
          megabytes,
          limitMegabytes);
    }
  }

  private void requireWholeRows() {
    List<String> poor =
        SourceTables.read(database, streams.tables()).values().stream()
            .filter(table -> !table.hasFullIdentity())
            .map(SourceTable::name)
            .toList();
    if (!poor.isEmpty()) {
      trouble.set(
          Optional.of(
              new FreshetException(
                  Fault.CALLER,
                  ("Somebody has taken REPLICA IDENTITY FULL from %1$s; changes since"
                          + " then may lack values. Run: ALTER TABLE %2$s REPLICA IDENTITY FULL;"
                          + " and raise capture.snapshot if rows with large values were changed"
                          + " or rows deleted meanwhile")
                      .formatted(String.join(", ", poor), poor.get(0)))));
    }
  }

  /**
   * Passes what was seen on.
   *
   * @throws FreshetException {@code CALLER} when changes no longer carry the whole row
   */
  void requireSound() {
    Optional<FreshetException> seen = trouble.get();
    if (seen.isPresent()) {
      throw seen.get();
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}

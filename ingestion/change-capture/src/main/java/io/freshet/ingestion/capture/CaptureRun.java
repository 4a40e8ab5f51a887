package io.freshet.ingestion.capture;

import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.TransactionTimeout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.change.ChangeEvents;
import io.freshet.ingestion.capture.change.ChangeReader;
import io.freshet.ingestion.capture.database.Database;
import io.freshet.ingestion.capture.database.DatabaseFacts;
import io.freshet.ingestion.capture.database.Publication;
import io.freshet.ingestion.capture.database.ReplicationSlot;
import io.freshet.ingestion.capture.database.SettledLog;
import io.freshet.ingestion.capture.database.SourceTables;
import io.freshet.ingestion.capture.database.TableRules;
import io.freshet.ingestion.capture.database.Timelines;
import io.freshet.ingestion.capture.engine.CaptureEngine;
import io.freshet.ingestion.capture.engine.ChangeBatches;
import io.freshet.ingestion.capture.engine.ChangeLog;
import io.freshet.ingestion.capture.position.DebeziumOffsets;
import io.freshet.ingestion.capture.position.Position;
import io.freshet.ingestion.capture.position.Position.Progress;
import io.freshet.ingestion.capture.position.PositionTopic;
import io.freshet.ingestion.capture.start.Start;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures until it is stopped. What is away is waited for; each time it goes on from the position
 * that Kafka has, as a new process would.
 */
final class CaptureRun {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureRun.class);
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final CaptureSettings settings;
  private final CapturedStreams streams;
  private final CaptureMetrics metrics;
  private final CaptureEngine engine;
  private final Database database;
  private final ReplicationSlot slot;
  private final String self = UUID.randomUUID().toString();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private boolean hasTakenOver;
  private volatile boolean isReading;

  CaptureRun(CaptureSettings settings, CapturedStreams streams, CaptureMetrics metrics) {
    this.settings = settings;
    this.streams = streams;
    this.metrics = metrics;
    this.database = settings.database();
    this.slot = new ReplicationSlot(database, settings.scope().name());
    this.engine =
        new CaptureEngine(
            database,
            new CaptureEngine.Reading(
                settings.scope().name(),
                streams.tables(),
                settings.pace().batchSize(),
                settings.pace().pollInterval(),
                settings.pace().heartbeat()));
  }

  /** Whether changes are read now. */
  boolean isReading() {
    return isReading;
  }

  /**
   * Returns when it was stopped.
   *
   * @param ready is called each time that changes begin to be read
   * @throws FreshetException what no waiting mends
   */
  void run(Runnable ready) {
    try {
      runUntilStopped(ready);
    } finally {
      ended.countDown();
    }
    LOG.info("Capture stopped");
  }

  private void runUntilStopped(Runnable ready) {
    while (stopped.getCount() > 0) {
      try {
        attempt(ready);
      } catch (FreshetException e) {
        if (stopped.getCount() > 0 && e.fault() != Fault.DEPENDENCY) {
          throw e;
        }
        if (stopped.getCount() > 0) {
          LOG.warn("Capture waits cause={}", e.getMessage());
        }
      } finally {
        isReading = false;
      }
      pause();
    }
  }

  /** Returns when {@link #run} has, or after a while; what is not committed is aborted. */
  void stop() {
    stopped.countDown();
    engine.stop();
    try {
      boolean unused = ended.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause() {
    try {
      boolean unused = stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  private void attempt(Runnable ready) {
    try (Admin kafka = KafkaClients.admin(settings.kafka())) {
      streams.requireReady(
          kafka, settings.pace().transactionTimeout(), TransactionTimeout.brokersLimit(kafka));
      PositionTopic.ensure(kafka, settings.scope().name(), settings.kafka().maxReplicas());
      try (ChangeLog log = ChangeLog.open(settings.scope().name(), sending())) {
        capture(log, kept(kafka), ready);
      }
    } catch (KafkaException e) { // a client is not made of an address that can't be resolved now
      throw KafkaFaults.failure("reach Kafka at " + settings.kafka().bootstrap(), e);
    }
  }

  private ChangeLog.Sending sending() {
    return new ChangeLog.Sending(
        settings.kafka(),
        settings.scope().transactions(),
        settings.pace().transactionTimeout(),
        streams.maxMessageBytes());
  }

  /** Kafka lets nobody but us send now. Whoever was let before us, and is back, finds our name. */
  private Optional<Position> kept(Admin kafka) {
    Optional<Position> kept = PositionTopic.read(kafka, settings.kafka(), settings.scope().name());
    if (hasTakenOver && kept.filter(each -> !each.owner().equals(self)).isPresent()) {
      throw new FreshetException(
          Fault.CALLER,
          "Another process has taken capture %s over; this one ends"
              .formatted(settings.scope().name()));
    }

    return kept;
  }

  private void capture(ChangeLog log, Optional<Position> kept, Runnable ready) {
    DatabaseFacts facts = DatabaseFacts.of(database);
    requireFit(facts);
    Start.Wanted wanted =
        new Start.Wanted(
            settings.scope().name(),
            facts.identity(),
            database.address().name(),
            Timelines.of(database),
            settings.scope().snapshot(),
            streams.tablesByContract());
    Start start = Start.of(wanted, kept, slot.state());
    Position position = takeOver(log, wanted, kept, start);
    new Publication(database, settings.scope().name()).ensure(streams.tables());
    slot.free();
    if (start instanceof Start.Snapshot snapshot && snapshot.dropsSlot()) {
      slot.drop();
    }
    LOG.info("Capture starting start={} tables={}", start, wanted.tables());
    try (SettledLog settled = SettledLog.open(database, wanted.timelines().current())) {
      read(log, position, facts, settled, ready);
    }
  }

  private void requireFit(DatabaseFacts facts) {
    List<String> problems = new ArrayList<>();
    if (!facts.walLevel().equals("logical")) {
      problems.add(
          "The database's wal_level is %s; set it to logical and restart Postgres"
              .formatted(facts.walLevel()));
    }
    problems.addAll(
        TableRules.problems(streams.contracts(), SourceTables.read(database, streams.tables())));
    if (!problems.isEmpty()) {
      throw new FreshetException(Fault.CALLER, String.join("\n", problems));
    }
  }

  private Position takeOver(
      ChangeLog log, Start.Wanted wanted, Optional<Position> kept, Start start) {
    int snapshot = Math.max(wanted.snapshot(), kept.map(Position::snapshot).orElse(1));
    Optional<Progress> progress =
        start instanceof Start.GoOn going ? Optional.of(going.from()) : Optional.empty();
    Position position = new Position(self, wanted.database(), snapshot, wanted.tables(), progress);
    log.commit(position);
    hasTakenOver = true;

    return position;
  }

  private void read(
      ChangeLog log, Position position, DatabaseFacts facts, SettledLog settled, Runnable ready) {
    Optional<Progress> progress = position.progress();
    DebeziumOffsets.tell(progress.map(Progress::boundary));
    ChangeEvents events =
        new ChangeEvents(
            streams.contracts(),
            streams.deadLetters(),
            new ChangeEvents.Origins(database.address().name(), facts.identity()),
            new HttpSchemaRegistry(settings.registry()),
            log::partitions,
            InstantSource.system());
    ChangeReader reader =
        new ChangeReader(progress.flatMap(Progress::last), settings.scope().name());
    try (SlotWatch watch = new SlotWatch(settings, streams, metrics)) {
      watch.start();
      engine.run(
          new ChangeBatches(
              new ChangeIntake(
                  position,
                  reader,
                  events,
                  log,
                  metrics,
                  watch,
                  new ChangeIntake.Places(this::slotBegins, settled::place))),
          () -> {
            isReading = true;
            ready.run();
          });
    }
  }

  private long slotBegins() {
    return slot.state()
        .map(ReplicationSlot.State::confirmed)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.DEPENDENCY,
                    "The replication slot %s went while its snapshot was read"
                        .formatted(settings.scope().name())));
  }
}

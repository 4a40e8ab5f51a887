package io.freshet.ingestion.capture;

import io.freshet.ingestion.capture.change.Change;
import io.freshet.ingestion.capture.change.ChangeEvents;
import io.freshet.ingestion.capture.change.ChangeEvents.Outcome;
import io.freshet.ingestion.capture.change.ChangeReader;
import io.freshet.ingestion.capture.database.LogPlace;
import io.freshet.ingestion.capture.engine.ChangeBatches;
import io.freshet.ingestion.capture.engine.ChangeLog;
import io.freshet.ingestion.capture.position.DebeziumOffsets;
import io.freshet.ingestion.capture.position.Position;
import io.freshet.ingestion.capture.position.Position.Progress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Puts what is told of into Kafka, a batch a transaction, the whole snapshot in one. Not
 * thread-safe.
 */
final class ChangeIntake implements ChangeBatches.Batch {
  private final ChangeReader reader;
  private final ChangeEvents events;
  private final ChangeLog log;
  private final CaptureMetrics metrics;
  private final SlotWatch watch;
  private final Places places;

  private Position position;
  private CaptureMetrics.Tally tally = new CaptureMetrics.Tally();
  private boolean hasSent;

  /**
   * @param position what Kafka has
   */
  ChangeIntake(
      Position position,
      ChangeReader reader,
      ChangeEvents events,
      ChangeLog log,
      CaptureMetrics metrics,
      SlotWatch watch,
      Places places) {
    this.position = position;
    this.reader = reader;
    this.events = events;
    this.log = log;
    this.metrics = metrics;
    this.watch = watch;
    this.places = places;
  }

  /**
   * Of Postgres's log.
   *
   * @param beginning of the slot, for when no transaction was read whole yet
   * @param settled behind all that was told, and there though the server is lost
   */
  record Places(LongSupplier beginning, Supplier<LogPlace> settled) {}

  @Override
  public boolean take(List<SourceRecord> told) {
    watch.requireSound();
    for (SourceRecord each : told) {
      reader.read(each).ifPresent(this::send);
    }
    if (reader.isInSnapshot()) {
      return false; // half a snapshot is none: a deletion that it lacks would never be told of
    }
    commit();

    return true;
  }

  private void send(Change change) {
    for (Outcome outcome : events.of(change)) {
      tally.add(outcome);
      if (outcome instanceof Outcome.Event event) {
        log.send(event.message());
        hasSent = true;
      } else if (outcome instanceof Outcome.DeadLetter letter) {
        log.send(letter.message());
        hasSent = true;
      }
    }
  }

  private void commit() {
    long boundary = reader.boundary().or(this::known).orElseGet(places.beginning()::getAsLong);
    Progress reached = new Progress(boundary, reader.newest(), Optional.empty());
    if (hasSent || position.progress().filter(reached::isAt).isEmpty()) {
      LogPlace settled = places.settled().get(); // before Kafka has it, who reads there has not
      position = position.at(new Progress(boundary, reached.last(), Optional.of(settled)));
      log.commit(position);
    }
    hasSent = false;
    DebeziumOffsets.tell(Optional.of(boundary));
    metrics.count(tally);
    metrics.caughtUpTo(reader.newestMicros());
    tally = new CaptureMetrics.Tally();
  }

  private Optional<Long> known() {
    return position.progress().map(Progress::boundary);
  }
}

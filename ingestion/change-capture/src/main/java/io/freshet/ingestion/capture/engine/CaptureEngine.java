package io.freshet.ingestion.capture.engine;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.change.Values;
import io.freshet.ingestion.capture.database.Database;
import io.freshet.ingestion.capture.position.DebeziumOffsets;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's engine, reading one database for as long as that goes well. It repeats nothing by
 * itself: what it has told before a failure is settled first, and that is its caller's.
 */
public final class CaptureEngine {
  private final Database database;
  private final Reading reading;
  private final AtomicReference<DebeziumEngine<?>> running = new AtomicReference<>();

  public CaptureEngine(Database database, Reading reading) {
    this.database = database;
    this.reading = reading;
  }

  /**
   * What it reads, and how.
   *
   * @param name of the slot and the publication
   * @param tables with their schemas
   * @param batchSize the most changes that are told at once
   */
  public record Reading(
      String name,
      Collection<String> tables,
      int batchSize,
      Duration pollInterval,
      Duration heartbeat) {}

  /**
   * Reads until it is stopped.
   *
   * @param started is called when changes begin to be told
   * @throws FreshetException what keeps it from going on, and whose fault that is
   */
  public void run(ChangeConsumer<RecordChangeEvent<SourceRecord>> consumer, Runnable started) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties())
            .notifying(consumer)
            .using(
                new DebeziumEngine.ConnectorCallback() {
                  @Override
                  public void pollingStarted() {
                    started.run();
                  }
                })
            .using((success, message, error) -> failure.set(error))
            .build();
    running.set(engine);
    try {
      engine.run();
    } finally {
      running.set(null);
    }
    if (failure.get() != null) {
      throw failure(failure.get());
    }
  }

  /** Ends it from another thread; whatever it is telling at the moment is cut short. */
  public void stop() {
    DebeziumEngine<?> engine = running.get();
    if (engine == null) {
      return;
    }
    try {
      engine.close();
    } catch (IOException | IllegalStateException endsAnyhow) {
      // It is just starting, or ending by itself; the process ends all the same.
    }
  }

  /** The first cause that says whose fault it is. */
  private static FreshetException failure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FreshetException known) {
        return known;
      }
      if (cause instanceof SQLException sql) {
        return new FreshetException(
            Database.fault(sql), "Cannot read the database: " + sql.getMessage(), failure);
      }
      if (cause instanceof IOException || cause instanceof InterruptedException) {
        return new FreshetException(
            Fault.DEPENDENCY, "Cannot read the database: " + cause, failure);
      }
    }

    return new FreshetException(Fault.OURS, "Debezium gave up: " + deepest(failure), failure);
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }

    return Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(database.settings());
    properties.put("name", reading.name());
    properties.put("topic.prefix", reading.name());
    properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    properties.put("tasks.max", "1");
    properties.put("plugin.name", "pgoutput");
    properties.put("slot.name", reading.name());
    // From PostgreSQL 17 on its copies may keep the slot, too; before, this changes nothing.
    properties.put("slot.failover", "true");
    properties.put("publication.name", reading.name());
    properties.put("publication.autocreate.mode", "disabled");
    properties.put("table.include.list", tables());
    properties.put("snapshot.mode", "initial");
    putForm(properties);
    putPace(properties);

    return properties;
  }

  /** In which form changes are told. */
  private static void putForm(Properties properties) {
    properties.put("tombstones.on.delete", "false");
    // Also those that are skipped by default: what TRUNCATE takes away must not go unnoticed.
    properties.put("skipped.operations", "none");
    properties.put("decimal.handling.mode", "string");
    properties.put("time.precision.mode", "microseconds");
    properties.put("binary.handling.mode", "base64");
    properties.put("hstore.handling.mode", "json");
    properties.put("interval.handling.mode", "string");
    // The default goes on with null in place of a value that can't be converted.
    properties.put("event.converting.failure.handling.mode", "fail");
    properties.put("unavailable.value.placeholder", Values.UNTOLD);
    properties.put("message.prefix.include.list", Heartbeat.PREFIX);
  }

  private void putPace(Properties properties) {
    int batch = reading.batchSize();
    properties.put("max.batch.size", Integer.toString(batch));
    properties.put("max.queue.size", Integer.toString(2 * batch));
    properties.put("max.queue.size.in.bytes", Integer.toString(64 << 20));
    properties.put("poll.interval.ms", Long.toString(reading.pollInterval().toMillis()));
    properties.put("heartbeat.interval.ms", Long.toString(reading.heartbeat().toMillis()));
    properties.put("heartbeat.action.query", Heartbeat.SQL);
    properties.put("offset.storage", DebeziumOffsets.class.getName());
    properties.put("offset.flush.interval.ms", "0");
    properties.put("errors.max.retries", "0");
    properties.put("slot.max.retries", "2");
    properties.put("slot.retry.delay.ms", "1000");
    properties.put("record.processing.threads", "1");
  }

  /** Regular expressions, as Debezium takes them; names of tables are words and a dot. */
  private String tables() {
    return reading.tables().stream()
        .map(table -> table.replace(".", "\\."))
        .collect(Collectors.joining(","));
  }

  /**
   * A message in the log every now and then. Where nothing else changes, the slot would hold the
   * log of all other tables and databases for ever, and nobody would know how far behind we are.
   */
  private static final class Heartbeat {
    static final String PREFIX = "freshet";
    static final String SQL = "select pg_logical_emit_message(true, '" + PREFIX + "', '')";

    private Heartbeat() {}
  }
}

package io.freshet.bench.alerts;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.assurance.log.Log;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.catalog.Catalog;

/**
 * Asks again and again what {@code freshet freshness} and the console report, by their reader, in a
 * thread of its own. What can't be measured is not reported.
 */
final class Reports implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long CLOSE_MILLIS = 60_000;

  private final Stage stage;
  private final Catalog catalog;
  private final Contracts contracts;
  private final List<String> names;
  private final List<Reading> readings = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "reports");
  private int unmeasured;
  private volatile boolean isOver;

  private Reports(Stage stage, Catalog catalog, Contracts contracts, List<String> names) {
    this.stage = stage;
    this.catalog = catalog;
    this.contracts = contracts;
    this.names = List.copyOf(names);
  }

  static Reports start(Stage stage, Catalog catalog, Contracts contracts, List<String> names) {
    Reports reports = new Reports(stage, catalog, contracts, names);
    reports.thread.setDaemon(true);
    reports.thread.start();

    return reports;
  }

  private void watch() {
    while (!isOver) {
      try (Log log = open()) {
        while (!isOver) {
          readEach(log);
          LockSupport.parkNanos(EVERY.toNanos());
        }
      } catch (RuntimeException away) { // the next one may be told; how many were not is counted
        LockSupport.parkNanos(EVERY.toNanos());
      }
    }
  }

  private Log open() {
    try {
      return Log.open(stage.kafka());
    } catch (RuntimeException away) {
      missed(names.size());
      throw away;
    }
  }

  private void readEach(Log log) {
    int read = 0;
    try {
      for (String name : names) {
        read(log, name);
        read++;
      }
    } finally {
      missed(names.size() - read);
    }
  }

  private void read(Log log, String name) {
    Instant begun = Instant.now();
    NotedClock clock = new NotedClock();
    List<Freshness> read =
        new FreshnessReader(catalog, log, RawJson.from(stage.settings()), clock)
            .read(contracts, List.of(name));
    Instant ended = Instant.now();
    synchronized (this) {
      for (Freshness freshness : read) {
        freshness
            .staleness()
            .ifPresent(
                staleness ->
                    readings.add(
                        new Reading(freshness.table(), begun, clock.noted, ended, staleness)));
      }
    }
  }

  private synchronized void missed(int tables) {
    unmeasured += tables;
  }

  /** How many readings there were not, of rounds that began; one that hangs is one round. */
  synchronized int unmeasured() {
    return unmeasured;
  }

  synchronized List<Reading> readings() {
    return List.copyOf(readings);
  }

  /** Knows when it was asked last. */
  private static final class NotedClock implements InstantSource {
    private Instant noted = Instant.EPOCH;

    @Override
    public Instant instant() {
      noted = Instant.now();

      return noted;
    }
  }

  @Override
  public void close() throws InterruptedException {
    isOver = true;
    LockSupport.unpark(thread);
    thread.join(CLOSE_MILLIS);
  }
}

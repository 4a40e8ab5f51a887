package io.freshet.console;

import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.assurance.log.AskedLog;
import io.freshet.assurance.log.Log;
import io.freshet.console.board.BoardWatch;
import io.freshet.console.reading.Lake;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.catalog.Catalog;

/**
 * Measures tables by catalog and Kafka, as {@code freshet freshness} does. The log is opened with
 * the first round and anew after one that failed, as a client may have given up. Not thread-safe.
 */
final class LakeMeasurement implements BoardWatch.Measurement, AutoCloseable {
  private final Lake lake;
  private final KafkaSettings kafka;
  private final RawJson rawJson;
  private final AtomicBoolean isLogAsked = new AtomicBoolean();
  private Optional<Log> log = Optional.empty();

  LakeMeasurement(Lake lake, KafkaSettings kafka, RawJson rawJson) {
    this.lake = lake;
    this.kafka = kafka;
    this.rawJson = rawJson;
  }

  @Override
  public void measure(Contracts contracts, FreshnessReader.Listener listener) {
    if (log.isEmpty()) {
      isLogAsked.set(true);
      log = Optional.of(new AskedLog(Log.open(kafka), isLogAsked));
    }
    isLogAsked.set(false);
    boolean isDone = false;
    try {
      Catalog catalog = new AskedCatalog(lake.catalog(), isLogAsked);
      new FreshnessReader(catalog, log.get(), rawJson, InstantSource.system())
          .readEach(contracts, listener);
      isDone = true;
    } finally {
      if (!isDone) {
        close();
      }
    }
  }

  /** Who is being asked, or was when a round failed. May be asked for from any thread. */
  Diagnosis.Dependency asked() {
    return isLogAsked.get() ? Diagnosis.Dependency.KAFKA : Diagnosis.Dependency.LAKE;
  }

  @Override
  public void close() {
    log.ifPresent(Log::close);
    log = Optional.empty();
  }
}

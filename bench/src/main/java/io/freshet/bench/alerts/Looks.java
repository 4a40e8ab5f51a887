package io.freshet.bench.alerts;

import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.PlatformColumns;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Reads the rows of tables as they come, by a thread of its own, and notes when each was first
 * there. While catalog or store are away it sees nothing, as anybody.
 */
final class Looks implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final long CLOSE_MILLIS = 60_000;

  private final Catalog catalog;
  private final Map<TableIdentifier, Passages> tables;
  private final Map<TableIdentifier, Long> known = new HashMap<>();
  private final Map<String, NavigableMap<Instant, Instant>> asked = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::watch, "looks");
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean isOver;

  private Looks(Catalog catalog, Map<TableIdentifier, Passages> tables) {
    this.catalog = catalog;
    this.tables = Map.copyOf(tables);
    tables.keySet().forEach(name -> asked.put(name.toString(), new ConcurrentSkipListMap<>()));
  }

  static Looks start(Catalog catalog, Map<TableIdentifier, Passages> tables) {
    Looks looks = new Looks(catalog, tables);
    looks.thread.setDaemon(true);
    looks.thread.start();

    return looks;
  }

  private void watch() {
    while (!isOver) {
      try {
        for (Map.Entry<TableIdentifier, Passages> each : tables.entrySet()) {
          look(each.getKey(), each.getValue());
        }
        trouble = Optional.empty();
      } catch (RuntimeException | IOException away) { // the next look may go well
        trouble = Optional.of(LakeFailures.reason(away));
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private void look(TableIdentifier name, Passages passages) throws IOException {
    Instant begun = Instant.now();
    Table table = catalog.loadTable(name);
    Instant now = Instant.now();
    Snapshot newest = table.currentSnapshot();
    Long before = known.get(name);
    if (newest == null || (before != null && before == newest.snapshotId())) {
      asked.get(name.toString()).put(begun, now);

      return;
    }
    IcebergGenerics.ScanBuilder scan =
        before == null
            ? IcebergGenerics.read(table).useSnapshot(newest.snapshotId())
            : IcebergGenerics.read(table).appendsBetween(before, newest.snapshotId());
    try (CloseableIterable<Record> rows =
        scan.select("dasher_id", PlatformColumns.RECEIVED_AT).build()) {
      for (Record row : rows) {
        OffsetDateTime received = (OffsetDateTime) row.getField(PlatformColumns.RECEIVED_AT);
        passages.seen((Long) row.getField("dasher_id"), received.toInstant(), now);
      }
    }
    known.put(name, newest.snapshotId());
    asked.get(name.toString()).put(begun, now);
  }

  /** Of each table the looks that had all its rows: when each began, and had the table. */
  Map<String, NavigableMap<Instant, Instant>> asked() {
    return asked;
  }

  /** Why the last look saw nothing, if it did not. */
  Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() throws InterruptedException {
    isOver = true;
    LockSupport.unpark(thread);
    thread.join(CLOSE_MILLIS);
  }
}

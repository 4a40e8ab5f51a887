package io.freshet.ingestion.deadletters;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The table of dead letters as it was when it was loaded, read row by row. Not thread-safe. */
public final class DeadLetterTable {
  private static final LogSource UNKNOWN = new LogSource("", "", "");

  private final Table table;
  private final Map<Integer, LogSource> sources;

  DeadLetterTable(Table table) {
    this.table = table;
    this.sources = Ledger.of(table.properties()).sources();
  }

  /**
   * @param deadLetters the platform's contract of that name
   */
  public static DeadLetterTable load(Catalog catalog, Contract deadLetters) {
    return new DeadLetterTable(LakeCatalog.require(catalog, TableLayout.name(deadLetters)));
  }

  /** By contract and cause, in that order. */
  public List<DeadLetterGroup> groups(DeadLetterFilter filter, Predicate<RefusedAt> isRedriven) {
    Map<String, Map<String, DeadLetterGroup>> groups = new TreeMap<>();
    read(
        filter,
        List.of(
            Columns.CONTRACT,
            Columns.CAUSE,
            Columns.EVENT_TIME,
            PlatformColumns.SOURCE,
            PlatformColumns.PARTITION,
            PlatformColumns.OFFSET),
        row -> {
          DeadLetterGroup one =
              DeadLetterGroup.of(
                  text(row, Columns.CONTRACT),
                  text(row, Columns.CAUSE),
                  receivedAt(row),
                  isRedriven.test(refusedAt(row)) ? 1 : 0);
          groups
              .computeIfAbsent(one.contract(), first -> new TreeMap<>())
              .merge(one.cause(), one, DeadLetterGroup::plus);
        });

    return groups.values().stream().flatMap(causes -> causes.values().stream()).toList();
  }

  /** How many there are of each contract that has any. */
  public Map<String, Long> counts(DeadLetterFilter filter) {
    Map<String, Long> counts = new TreeMap<>();
    read(
        filter,
        List.of(Columns.CONTRACT),
        row -> counts.merge(text(row, Columns.CONTRACT), 1L, Long::sum));

    return counts;
  }

  /** The newest of each contract and cause, the newest first. */
  public List<DeadLetter> newest(DeadLetterFilter filter, int ofEach) {
    Map<String, PriorityQueue<DeadLetter>> newest = new HashMap<>();
    each(
        filter,
        letter -> {
          PriorityQueue<DeadLetter> kept =
              newest.computeIfAbsent(
                  letter.contract() + " " + letter.cause(),
                  first -> new PriorityQueue<>(Comparator.comparing(DeadLetter::receivedAt)));
          kept.add(letter);
          if (kept.size() > ofEach) {
            kept.remove();
          }
        });

    return newest.values().stream()
        .flatMap(PriorityQueue::stream)
        .sorted(Comparator.comparing(DeadLetter::receivedAt).reversed())
        .toList();
  }

  /** Visits them one by one, in no order. */
  public void each(DeadLetterFilter filter, Consumer<DeadLetter> visitor) {
    read(filter, List.of(), row -> visitor.accept(deadLetter(row)));
  }

  /**
   * @param columns empty for all
   */
  private void read(DeadLetterFilter filter, List<String> columns, Consumer<Record> visitor) {
    if (table.currentSnapshot() == null) {
      return;
    }
    IcebergGenerics.ScanBuilder scan = IcebergGenerics.read(table).where(filter.expression());
    if (!columns.isEmpty()) {
      scan = scan.select(columns.toArray(String[]::new));
    }
    try (CloseableIterable<Record> rows = scan.build()) {
      rows.forEach(visitor);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  private DeadLetter deadLetter(Record row) {
    return new DeadLetter(
        text(row, Columns.CONTRACT),
        text(row, Columns.CAUSE),
        text(row, Columns.DETAIL),
        source(row),
        (Integer) row.getField(Columns.ORIGIN_SOURCE),
        text(row, Columns.ORIGIN),
        refused(row));
  }

  private static ConsumerRecord<byte[], byte[]> refused(Record row) {
    byte[] key = bytes(row.getField(Columns.RECORD_KEY));
    byte[] value = bytes(row.getField(Columns.PAYLOAD));
    RecordHeaders headers = new RecordHeaders();
    for (Object each : (List<?>) row.getField(Columns.HEADERS)) {
      Record header = (Record) each;
      headers.add((String) header.getField("name"), bytes(header.getField("value")));
    }

    return new ConsumerRecord<>(
        text(row, Columns.ORIGIN_TOPIC),
        (Integer) row.getField(PlatformColumns.PARTITION),
        (Long) row.getField(PlatformColumns.OFFSET),
        receivedAt(row).toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private RefusedAt refusedAt(Record row) {
    return new RefusedAt(
        source(row).topicId(),
        (Integer) row.getField(PlatformColumns.PARTITION),
        (Long) row.getField(PlatformColumns.OFFSET));
  }

  private LogSource source(Record row) {
    return sources.getOrDefault((Integer) row.getField(PlatformColumns.SOURCE), UNKNOWN);
  }

  private static Instant receivedAt(Record row) {
    return ((OffsetDateTime) row.getField(Columns.EVENT_TIME)).toInstant();
  }

  private static String text(Record row, String column) {
    return (String) row.getField(column);
  }

  private static byte[] bytes(Object value) {
    if (value == null) {
      return null;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);

    return bytes;
  }
}

package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which events of a log have a row where a table keeps the newest of each key, and what the values
 * of those rows add up to. Takes some hundred bytes of memory for each key. Not thread-safe.
 */
final class LatestEvents {
  private final LoggedEvents events;
  private final List<String> keys;
  private final Optional<String> deletedBy;
  private final RecordHasher records;
  private final RowHasher hasher = new RowHasher();
  private final Map<Position, Ledger.Entry> entries;
  private final Map<Position, Offsets> dead;
  private final Map<List<Object>, Event> newest = new HashMap<>();
  private final Map<Position, Left> left = new HashMap<>();

  /**
   * @param entries up to where the table holds each partition
   */
  LatestEvents(
      Contract contract,
      Table table,
      SchemaRegistry schemas,
      Map<Position, Ledger.Entry> entries,
      Map<Position, Offsets> dead) {
    this.events = new LoggedEvents(contract, table.schema(), schemas);
    this.keys = keys(contract);
    this.deletedBy = contract.requireTable().rows().deletedBy();
    this.records = RecordHasher.of(table);
    this.entries = entries;
    this.dead = dead;
  }

  /** The columns whose values tell rows apart. */
  static List<String> keys(Contract contract) {
    Keys keys = contract.schema().keys();

    return Stream.concat(Stream.of(keys.partitionKey()), keys.entityKey().stream()).toList();
  }

  static List<Object> key(List<String> columns, Record row) {
    return columns.stream().map(row::getField).toList();
  }

  private record Event(
      Position position, long offset, long receivedMillis, boolean isRow, ValuesHash values) {
    /** Within a partition the log's order decides, between partitions its clock. */
    boolean isAfter(Event other) {
      return position.equals(other.position)
          ? offset > other.offset
          : receivedMillis >= other.receivedMillis;
    }
  }

  /** Of one log partition. */
  private static final class Left {
    private final Offsets replaced = new Offsets();
    private ValuesHash values = ValuesHash.NONE;
    private long rows;

    void add(Event event) {
      if (event.isRow()) {
        values = values.plus(event.values());
        rows++;
      } else {
        replaced.add(event.offset());
      }
    }

    void remove(Event event) {
      if (event.isRow()) {
        replaced.add(event.offset());
        values = values.minus(event.values());
        rows--;
      }
    }
  }

  /**
   * Takes one record, in the log's order. One that can't be decoded is no event that takes a row
   * away: there is a row of it, or a dead letter is missing.
   */
  void add(Position position, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    if (TestMark.isOn(kafkaRecord.headers()) || !isHeld(position, kafkaRecord.offset())) {
      return;
    }
    events
        .row(kafkaRecord, position.source())
        .ifPresent(
            row ->
                put(
                    key(keys, row),
                    new Event(
                        position,
                        kafkaRecord.offset(),
                        kafkaRecord.timestamp(),
                        isRow(row),
                        hash(row))));
  }

  private void put(List<Object> key, Event event) {
    Event former = newest.get(key);
    left(event.position()).add(event);
    if (former == null) {
      newest.put(key, event);
    } else if (event.isAfter(former)) {
      left(former.position()).remove(former);
      newest.put(key, event);
    } else {
      left(event.position()).remove(event);
    }
  }

  private Left left(Position position) {
    return left.computeIfAbsent(position, first -> new Left());
  }

  private boolean isHeld(Position position, long offset) {
    Ledger.Entry entry = entries.get(position);

    return entry != null
        && offset >= entry.start()
        && offset < entry.end()
        && !Reconciliation.of(dead, position).contains(offset);
  }

  private boolean isRow(Record row) {
    return deletedBy.map(column -> !Boolean.TRUE.equals(row.getField(column))).orElse(true);
  }

  private ValuesHash hash(Record row) {
    records.add(row, hasher);

    return hasher.drain();
  }

  /** Events of which there is no row, as one that came later has its place or took it away. */
  Offsets replaced(Position position) {
    return left(position).replaced;
  }

  /** Whether the log holds a later event of the key of a row than the row's own. */
  boolean hasLater(List<Object> key, Position position, long offset) {
    Event event = newest.get(key);

    return event != null && !(event.position().equals(position) && event.offset() == offset);
  }

  /** Takes the values of rows, to be held against those of the events that are left. */
  Map<Position, CommitValues> values() {
    Map<Position, CommitValues> values = new HashMap<>();
    entries.forEach(
        (position, entry) -> {
          Left events = left(position);
          Counts counts = new Counts(events.rows, 0, 0, 0).withValues(events.values);
          values.put(
              position,
              new CommitValues(
                  new Ledger.Entry(entry.start(), entry.end(), counts, entry.newestEventTime()),
                  List.of()));
        });

    return values;
  }
}

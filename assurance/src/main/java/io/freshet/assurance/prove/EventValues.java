package io.freshet.assurance.prove;

import io.freshet.core.envelope.TestMark;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Adds the values of a log's events, but for those without rows, to what commits have noted of
 * them.
 */
final class EventValues {
  private final LoggedEvents events;
  private final RecordHasher records;
  private final Optional<RecordHasher> withoutDropped;
  private final Map<Position, Ledger.Entry> entries;
  private final Map<Position, Offsets> withoutRows;
  private final Map<Position, CommitValues> noted;

  /**
   * @param table whose rows events make
   * @param entries what is to be proved of each partition
   * @param withoutRows dead letters, and records whose rows were erased
   */
  EventValues(
      LoggedEvents events,
      Table table,
      Map<Position, Ledger.Entry> entries,
      Map<Position, Offsets> withoutRows,
      Map<Position, CommitValues> noted) {
    this.events = events;
    this.records = RecordHasher.of(table);
    this.withoutDropped = RecordHasher.withoutDropped(table);
    this.entries = entries;
    this.withoutRows = withoutRows;
    this.noted = noted;
  }

  /**
   * An event that can't be decoded adds no values, and so its commit's are altered: there is a row
   * of it, or a dead letter is missing.
   */
  void add(Position position, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    if (TestMark.isOn(kafkaRecord.headers()) || !isRow(position, kafkaRecord.offset())) {
      return;
    }
    CommitValues values = noted.get(position);
    RowHasher hasher = values.row(kafkaRecord.offset());
    Optional<Record> row = events.row(kafkaRecord, position.source());
    row.ifPresent(made -> records.add(made, hasher));
    // An event does not say whether it was written before its column was dropped.
    withoutDropped.ifPresent(
        hashes -> {
          RowHasher other = values.rowWithoutDropped(kafkaRecord.offset());
          row.ifPresent(made -> hashes.add(made, other));
        });
  }

  private boolean isRow(Position position, long offset) {
    Ledger.Entry entry = entries.get(position);

    return entry != null
        && offset >= entry.start()
        && offset < entry.end()
        && !withoutRows.getOrDefault(position, new Offsets()).contains(offset);
  }
}

package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.TableLayout;
import io.freshet.ingestion.writer.commit.ReceivedTimes;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns the records of one stream into files of its table and dead letters, and keeps the account
 * of both. Not thread-safe: one per subtask.
 */
public final class TableWriter implements AutoCloseable {
  private final String tableName;
  private final String topic;
  private final int source;
  private final long latenessMicros;
  private final EventDecoder decoder;
  private final DeadLetterWriter deadLetters;
  private final RowFiles files;
  private final AvroRows rows;
  private final PlatformValues platformValues;
  private final RecordHasher hasher;
  private final GenericRecord template;
  private final int eventTimeColumn;
  private final Ledger ledger;
  private final Map<Integer, PartitionProgress> partitions = new HashMap<>();
  private final InstantSource clock;
  private final ReceivedTimes receivedTimes = new ReceivedTimes();

  public TableWriter(
      Contract contract,
      Table table,
      int source,
      EventDecoder decoder,
      DeadLetterWriter deadLetters,
      WriterInstance instance) {
    this.tableName = TableLayout.name(contract).toString();
    this.topic = Streams.topic(contract);
    this.source = source;
    this.latenessMicros = contract.requireTable().timing().lateness().toNanos() / 1000;
    this.decoder = decoder;
    this.deadLetters = deadLetters;
    this.files = new RowFiles(table, instance.subtask(), instance.attempt());
    Schema schema = contract.schema();
    this.rows = new AvroRows(schema.fields(), table.schema().asStruct());
    this.platformValues = new PlatformValues(table, source);
    this.hasher = new RecordHasher(table.schema());
    this.template = GenericRecord.create(table.schema());
    this.eventTimeColumn = schema.indexOf(schema.keys().eventTime());
    this.ledger = Ledger.of(table.properties());
    this.clock = instance.clock();
  }

  public void write(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    PartitionProgress progress =
        partitions.computeIfAbsent(kafkaRecord.partition(), this::progress);
    if (progress.isHeld(kafkaRecord.offset())) {
      return;
    }
    if (kafkaRecord.offset() < progress.recheckBelow() && deadLetters.holds(kafkaRecord)) {
      progress.deadLetter(kafkaRecord.offset());
      receivedTimes.add(kafkaRecord.timestamp());
      return;
    }
    Decoded decoded = decoder.decode(kafkaRecord);
    if (decoded instanceof Decoded.Event event) {
      Record row = template.copy();
      rows.fill(event.payload(), row);
      platformValues.fill(row, kafkaRecord, event.envelope());
      hasher.add(row, progress.values());
      files.write(row);
      progress.row(kafkaRecord.offset(), (Long) event.payload().get(eventTimeColumn));
    } else {
      deadLetters.write(source, kafkaRecord, (Decoded.Refused) decoded);
      progress.deadLetter(kafkaRecord.offset());
    }
    receivedTimes.add(kafkaRecord.timestamp());
  }

  private PartitionProgress progress(int partition) {
    Position position = new Position(source, partition);
    Optional<Ledger.Entry> entry = ledger.entry(position);

    return new PartitionProgress(
        position,
        ledger.end(position),
        deadLetters.end(topic, partition),
        entry.map(Ledger.Entry::newestEventTime).orElse(Long.MIN_VALUE),
        latenessMicros);
  }

  /** What the checkpoint adds to the table; empty when nothing was seen. */
  public Optional<TableCommittable> finish() {
    List<Range> ranges =
        partitions.values().stream()
            .map(PartitionProgress::finish)
            .flatMap(Optional::stream)
            .toList();
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    List<String> dataFiles = files.finish();

    return Optional.of(
        new TableCommittable(tableName, dataFiles, ranges, receivedTimes.drain(), clock.millis()));
  }

  @Override
  public void close() {
    files.close();
  }
}

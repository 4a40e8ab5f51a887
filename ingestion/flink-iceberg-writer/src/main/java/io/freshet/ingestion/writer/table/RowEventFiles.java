package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Schema;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The stock path: a row object per event, and Iceberg's own writers. Takes any contract. */
public final class RowEventFiles implements EventFiles {
  private final EventDecoder decoder;
  private final RowOutput files;
  private final PayloadRows rows;
  private final PlatformValues platformValues;
  private final RecordHasher hasher;
  private final GenericRecord template;
  private final Function<Supplier<Record>, Optional<Decoded.Refused>> trial;
  private final int eventTimeColumn;
  private long eventTime;

  /**
   * @param source the number of the stream's topic in the table's ledger
   */
  public RowEventFiles(
      Contract contract, Table table, int source, EventDecoder decoder, WriterInstance instance) {
    this(contract, table, source, decoder, instance, row -> Optional.empty());
  }

  /** Files that take no row before it was tried alone; slow. */
  static RowEventFiles tried(
      Contract contract, Table table, int source, EventDecoder decoder, WriterInstance instance) {
    return new RowEventFiles(
        contract, table, source, decoder, instance, new RowTrial(table)::problem);
  }

  private RowEventFiles(
      Contract contract,
      Table table,
      int source,
      EventDecoder decoder,
      WriterInstance instance,
      Function<Supplier<Record>, Optional<Decoded.Refused>> trial) {
    Schema schema = contract.schema();
    this.decoder = decoder;
    this.files =
        contract.keepsLatest()
            ? new LatestRows(contract, table, instance.subtask(), instance.attempt())
            : new RowFiles(table, instance.subtask(), instance.attempt());
    this.rows = new PayloadRows(schema.fields(), table.schema().asStruct(), AvroPayloads::columns);
    this.platformValues = new PlatformValues(table, source);
    this.hasher = RecordHasher.of(table);
    this.template = GenericRecord.create(table.schema());
    this.trial = trial;
    this.eventTimeColumn = schema.indexOf(schema.keys().eventTime());
  }

  @Override
  public Optional<Decoded.Aside> write(LogRecord logRecord, RowHasher values) {
    return write(logRecord.toConsumerRecord(), values);
  }

  /** The same of a record that somebody has read alone. */
  public Optional<Decoded.Aside> write(
      ConsumerRecord<byte[], byte[]> kafkaRecord, RowHasher values) {
    Decoded decoded = decoder.decode(kafkaRecord);
    if (decoded instanceof Decoded.Aside aside) {
      return Optional.of(aside);
    }
    Decoded.Event event = (Decoded.Event) decoded;
    Optional<Decoded.Refused> unwritable = trial.apply(() -> row(kafkaRecord, event));
    if (unwritable.isPresent()) {
      return unwritable.map(Decoded.Aside.class::cast);
    }
    Record row = row(kafkaRecord, event);
    Optional<Decoded.Refused> refused = files.write(row);
    if (refused.isEmpty()) {
      hasher.add(row, values);
      eventTime = (Long) event.payload().get(eventTimeColumn);
    }

    return refused.map(Decoded.Aside.class::cast);
  }

  private Record row(ConsumerRecord<byte[], byte[]> kafkaRecord, Decoded.Event event) {
    Record row = template.copy();
    rows.fill(event.payload(), row);
    platformValues.fill(row, kafkaRecord, event.envelope());

    return row;
  }

  @Override
  public long eventTime() {
    return eventTime;
  }

  @Override
  public FileSteps finish() {
    return files.finish();
  }

  @Override
  public void close() {
    files.close();
  }
}

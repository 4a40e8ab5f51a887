package io.freshet.ingestion.writer.columnar;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Schema;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.envelope.FlatEventDecoder;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.RowHasher;
import io.freshet.ingestion.writer.commit.FileSteps;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;

/** The columnar path: values go into buffers of their columns, no object is made of an event. */
public final class ColumnarEventFiles implements EventFiles {
  private final int source;
  private final FlatEventDecoder decoder;
  private final TableColumns columns;
  private final FlatEvent event;
  private final FlatHasher hasher;
  private final ColumnarFiles files;
  private final int eventTimeSlot;
  private final boolean keepsClientId;

  /**
   * @param source the number of the stream's topic in the table's ledger
   * @param memoryBytes how much memory the rows and their encoding may take
   */
  public ColumnarEventFiles(
      Contract contract,
      Table table,
      int source,
      EventDecoder decoder,
      WriterInstance instance,
      long memoryBytes) {
    Schema schema = contract.schema();
    this.source = source;
    this.decoder = new FlatEventDecoder(contract, decoder);
    this.columns = new TableColumns(contract, table);
    this.event = new FlatEvent(columns.slots());
    this.hasher = new FlatHasher(columns, table, event);
    this.files =
        new ColumnarFiles(
            table,
            columns,
            event,
            ColumnarFiles.names(table, instance.subtask(), instance.attempt()),
            memoryBytes);
    this.eventTimeSlot = schema.indexOf(schema.keys().eventTime());
    this.keepsClientId = table.schema().findField(PlatformColumns.CLIENT_ID) != null;
  }

  /** What keeps the table from being written by columns, such as a list; empty when nothing. */
  public static Optional<String> obstacle(Contract contract, Table table) {
    if (contract.keepsLatest()) {
      return Optional.of("it keeps the latest row of each key");
    }
    if (table.properties().containsKey(TableProperties.ENCRYPTION_TABLE_KEY)) {
      return Optional.of("its files are encrypted");
    }

    return TableColumns.obstacle(contract, table);
  }

  @Override
  public Optional<Decoded.Aside> write(LogRecord logRecord, RowHasher values) {
    Optional<Decoded.Aside> aside = decoder.decode(logRecord, event);
    if (aside.isEmpty()) {
      event.set(columns.sourceSlot(), source);
      event.set(columns.partitionSlot(), logRecord.partition());
      event.set(columns.offsetSlot(), logRecord.offset());
      event.set(
          columns.receivedAtSlot(), TimeUnit.MILLISECONDS.toMicros(logRecord.receivedMillis()));
      decoder.origin(event, columns.originSlot());
      if (keepsClientId) {
        byte[] clientId = decoder.clientId();
        event.set(columns.clientIdSlot(), clientId, 0, clientId.length);
      }
      aside = files.write().map(Decoded.Aside.class::cast);
    }
    if (aside.isEmpty()) {
      hasher.add(values);
    }

    return aside;
  }

  @Override
  public long eventTime() {
    return event.number(eventTimeSlot);
  }

  @Override
  public FileSteps finish() {
    return FileSteps.of(files.finish());
  }

  @Override
  public void close() {
    files.close();
  }
}

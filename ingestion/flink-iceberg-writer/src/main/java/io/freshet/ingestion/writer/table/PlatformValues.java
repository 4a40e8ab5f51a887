package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.PlatformColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fills the underscore columns of a row from the Kafka record that it came in. */
final class PlatformValues {
  private static final int ABSENT = -1;

  private final int source;
  private final int sourceColumn;
  private final int partitionColumn;
  private final int offsetColumn;
  private final int receivedAtColumn;
  private final int originColumn;
  private final int clientIdColumn;

  PlatformValues(Table table, int source) {
    this.source = source;
    this.sourceColumn = column(table.schema(), PlatformColumns.SOURCE);
    this.partitionColumn = column(table.schema(), PlatformColumns.PARTITION);
    this.offsetColumn = column(table.schema(), PlatformColumns.OFFSET);
    this.receivedAtColumn = column(table.schema(), PlatformColumns.RECEIVED_AT);
    this.originColumn = column(table.schema(), PlatformColumns.ORIGIN);
    this.clientIdColumn = column(table.schema(), PlatformColumns.CLIENT_ID);
  }

  private static int column(Schema schema, String name) {
    return schema.findField(name) == null
        ? ABSENT
        : schema.columns().indexOf(schema.findField(name));
  }

  void fill(Record row, ConsumerRecord<byte[], byte[]> kafkaRecord, Envelope envelope) {
    fillIdentity(row, source, kafkaRecord);
    if (originColumn != ABSENT) {
      row.set(originColumn, envelope.origin().orElse(null));
    }
    if (clientIdColumn != ABSENT) {
      row.set(clientIdColumn, envelope.id());
    }
  }

  /** Fills identity and received time alone, under the number of another source. */
  void fillIdentity(Record row, int sourceNumber, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    row.set(sourceColumn, sourceNumber);
    row.set(partitionColumn, kafkaRecord.partition());
    row.set(offsetColumn, kafkaRecord.offset());
    row.set(receivedAtColumn, PayloadRows.timestamp(ReceivedTime.millis(kafkaRecord) * 1000));
  }
}

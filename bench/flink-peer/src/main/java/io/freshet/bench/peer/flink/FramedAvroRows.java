package io.freshet.bench.peer.flink;

import io.freshet.core.lake.PlatformColumns;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Rows of a flat stream in the Confluent wire format, all of one schema, with their place in the
 * log. A record that can't be decoded ends the job.
 */
final class FramedAvroRows implements KafkaRecordDeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;
  private static final int HEADER_BYTES = 5;
  private static final int SOURCE = 1;

  private final String schema;
  private final RowType rowType;
  private final int source;
  private final int partition;
  private final int offset;
  private final int receivedAt;

  private transient GenericDatumReader<GenericRecord> reader;
  private transient List<AvroColumn> columns;
  private transient BinaryDecoder decoder;

  /**
   * @param schema in Avro's JSON
   */
  FramedAvroRows(String schema, RowType rowType) {
    this.schema = schema;
    this.rowType = rowType;
    this.source = rowType.getFieldIndex(PlatformColumns.SOURCE);
    this.partition = rowType.getFieldIndex(PlatformColumns.PARTITION);
    this.offset = rowType.getFieldIndex(PlatformColumns.OFFSET);
    this.receivedAt = rowType.getFieldIndex(PlatformColumns.RECEIVED_AT);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> stored, Collector<RowData> rows)
      throws IOException {
    if (reader == null) {
      open();
    }
    byte[] value = stored.value();
    decoder =
        DecoderFactory.get()
            .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
    GenericRecord payload = reader.read(null, decoder);
    GenericRowData row = new GenericRowData(rowType.getFieldCount());
    for (AvroColumn column : columns) {
      column.copy(payload, row);
    }
    row.setField(source, SOURCE);
    row.setField(partition, stored.partition());
    row.setField(offset, stored.offset());
    row.setField(receivedAt, TimestampData.fromEpochMillis(stored.timestamp()));
    rows.collect(row);
  }

  private void open() {
    Schema parsed = new Schema.Parser().parse(schema);
    reader = new GenericDatumReader<>(parsed, parsed, new GenericData().setFastReaderEnabled(true));
    columns =
        parsed.getFields().stream()
            .map(field -> AvroColumn.of(field, rowType.getFieldIndex(field.name())))
            .toList();
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return InternalTypeInfo.of(rowType);
  }
}

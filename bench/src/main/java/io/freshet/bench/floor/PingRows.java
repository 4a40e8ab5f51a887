package io.freshet.bench.floor;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.lake.PlatformColumns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Rows of a flat contract as Iceberg's writers take them, with the columns that the writer adds.
 */
final class PingRows {
  private static final int SOURCE = 1;

  private final List<Field> fields;
  private final Schema schema;
  private final Map<String, String> texts = new HashMap<>();

  PingRows(List<Field> fields, Schema schema) {
    this.fields = fields;
    this.schema = schema;
  }

  Record row(ConsumerRecord<byte[], byte[]> stored, GenericRecord payload) {
    Record row = org.apache.iceberg.data.GenericRecord.create(schema);
    for (Field field : fields) {
      if (EventFields.has(payload, field.name())) {
        row.setField(field.name(), value(field, payload));
      }
    }
    row.setField(PlatformColumns.SOURCE, SOURCE);
    row.setField(PlatformColumns.PARTITION, stored.partition());
    row.setField(PlatformColumns.OFFSET, stored.offset());
    row.setField(
        PlatformColumns.RECEIVED_AT,
        Instant.ofEpochMilli(stored.timestamp()).atOffset(ZoneOffset.UTC));

    return row;
  }

  private Object value(Field field, GenericRecord payload) {
    if (field.type() instanceof FieldType.Decimal) {
      return EventFields.decimal(payload, field.name());
    }
    if (field.type() == FieldType.Scalar.TIMESTAMP) {
      return EventFields.instant(payload, field.name()).atOffset(ZoneOffset.UTC);
    }
    if (field.type() == FieldType.Scalar.STRING) {
      // Few different ones, and a text is dear to make.
      return texts.computeIfAbsent(EventFields.text(payload, field.name()), text -> text);
    }

    return payload.get(field.name());
  }
}

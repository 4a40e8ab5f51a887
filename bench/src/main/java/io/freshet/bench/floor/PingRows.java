package io.freshet.bench.floor;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.lake.PlatformColumns;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Rows of a flat contract as Iceberg's writers take them, with the columns that the writer adds;
 * made with as little work as that allows, as a floor should be.
 */
final class PingRows {
  private static final int SOURCE = 1;

  private final List<Column> columns = new ArrayList<>();
  private final Record empty;
  private final int source;
  private final int partition;
  private final int offset;
  private final int receivedAt;

  /** Where a column is in a payload and in a row, and what its values become. */
  private record Column(int from, int to, UnaryOperator<Object> value) {}

  PingRows(List<Field> fields, Schema schema) {
    this.empty = org.apache.iceberg.data.GenericRecord.create(schema);
    for (int from = 0; from < fields.size(); from++) {
      Field field = fields.get(from);
      columns.add(new Column(from, position(schema, field.name()), value(field.type())));
    }
    this.source = position(schema, PlatformColumns.SOURCE);
    this.partition = position(schema, PlatformColumns.PARTITION);
    this.offset = position(schema, PlatformColumns.OFFSET);
    this.receivedAt = position(schema, PlatformColumns.RECEIVED_AT);
  }

  Record row(ConsumerRecord<byte[], byte[]> stored, GenericRecord payload) {
    Record row = empty.copy();
    for (Column column : columns) {
      Object value = payload.get(column.from());
      if (value != null) {
        row.set(column.to(), column.value().apply(value));
      }
    }
    row.set(source, SOURCE);
    row.set(partition, stored.partition());
    row.set(offset, stored.offset());
    row.set(receivedAt, Instant.ofEpochMilli(stored.timestamp()).atOffset(ZoneOffset.UTC));

    return row;
  }

  private static int position(Schema schema, String name) {
    return schema.columns().indexOf(schema.findField(name));
  }

  private static UnaryOperator<Object> value(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return unscaled -> decimal((ByteBuffer) unscaled, decimal.scale());
    }
    if (type == FieldType.Scalar.TIMESTAMP) {
      return micros -> time((Long) micros);
    }

    return type == FieldType.Scalar.STRING ? Object::toString : UnaryOperator.identity();
  }

  private static BigDecimal decimal(ByteBuffer unscaled, int scale) {
    byte[] bytes = new byte[unscaled.remaining()];
    unscaled.duplicate().get(bytes);

    return new BigDecimal(new BigInteger(bytes), scale);
  }

  private static OffsetDateTime time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}

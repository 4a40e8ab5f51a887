package io.freshet.bench.peer.flink;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * One value on its way from an Avro record to Flink's row.
 *
 * @param from position in the record
 * @param to position in the row
 * @param conversion of a value that is not null
 */
record AvroColumn(int from, int to, Function<Object, Object> conversion) {
  private static final int MICROS_PER_MILLI = 1000;
  private static final int NANOS_PER_MICRO = 1000;

  static AvroColumn of(Schema.Field field, int to) {
    return new AvroColumn(field.pos(), to, conversion(withoutNull(field.schema())));
  }

  private static Schema withoutNull(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1) : schema;
  }

  private static Function<Object, Object> conversion(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      int precision = decimal.getPrecision();
      int scale = decimal.getScale();

      return value -> DecimalData.fromUnscaledLong(unscaled((ByteBuffer) value), precision, scale);
    }
    if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      return value -> timestamp((Long) value);
    }

    return schema.getType() == Schema.Type.STRING
        ? value -> text((Utf8) value)
        : Function.identity();
  }

  private static long unscaled(ByteBuffer bytes) {
    long value = bytes.get(bytes.position()); // its sign is the number's
    for (int i = bytes.position() + 1; i < bytes.limit(); i++) {
      value = value << Byte.SIZE | bytes.get(i) & 0xff;
    }

    return value;
  }

  private static TimestampData timestamp(long micros) {
    return TimestampData.fromEpochMillis(
        Math.floorDiv(micros, MICROS_PER_MILLI),
        Math.floorMod(micros, MICROS_PER_MILLI) * NANOS_PER_MICRO);
  }

  private static StringData text(Utf8 text) {
    return StringData.fromBytes(text.getBytes(), 0, text.getByteLength());
  }

  void copy(GenericRecord payload, GenericRowData row) {
    Object value = payload.get(from);
    if (value != null) {
      row.setField(to, conversion.apply(value));
    }
  }
}

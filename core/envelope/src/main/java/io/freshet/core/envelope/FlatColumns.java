package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** Lays a decoded payload, whose columns have no parts, out as a {@link FlatEvent}. */
final class FlatColumns {
  private final List<FieldType> types;

  FlatColumns(Contract contract) {
    this.types = contract.schema().fields().stream().map(Field::type).toList();
  }

  void fill(FlatEvent event, IndexedRecord payload) {
    for (int column = 0; column < types.size(); column++) {
      Object value = payload.get(column);
      if (value == null) {
        event.clear(column);
      } else {
        fill(event, column, value, isNumber(types.get(column)));
      }
    }
  }

  /** One value of that Avro type. */
  static void fill(FlatEvent event, int column, Schema type, Object value) {
    fill(event, column, value, isNumber(type));
  }

  private static void fill(FlatEvent event, int column, Object value, boolean isNumber) {
    if (value instanceof Utf8 text) {
      event.set(column, text.getBytes(), 0, text.getByteLength());
    } else if (value instanceof ByteBuffer buffer) {
      fillBytes(event, column, buffer, isNumber);
    } else if (value instanceof Boolean flag) {
      event.set(column, flag ? 1 : 0);
    } else if (value instanceof Float number) {
      event.set(column, Float.floatToRawIntBits(number));
    } else if (value instanceof Double number) {
      event.set(column, Double.doubleToRawLongBits(number));
    } else {
      event.set(column, ((Number) value).longValue());
    }
  }

  private static void fillBytes(FlatEvent event, int column, ByteBuffer buffer, boolean isNumber) {
    byte[] bytes = buffer.array();
    int start = buffer.arrayOffset() + buffer.position();
    if (isNumber) {
      event.set(column, unscaled(bytes, start, buffer.remaining()));
    } else {
      event.set(column, bytes, start, buffer.remaining());
    }
  }

  /** Whether a decimal's unscaled number is a long. */
  static boolean isNumber(FieldType type) {
    return type instanceof FieldType.Decimal decimal
        && decimal.precision() <= FlatEvent.MAX_NUMBER_PRECISION;
  }

  /** As {@link #isNumber(FieldType)}, of the Avro type that stands for it. */
  static boolean isNumber(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        && decimal.getPrecision() <= FlatEvent.MAX_NUMBER_PRECISION;
  }

  /** The number in some bytes that are known to hold no more than a long. */
  static long unscaled(byte[] bytes, int start, int length) {
    long number = bytes[start];
    for (int at = start + 1; at < start + length; at++) {
      number = number << 8 | bytes[at] & 0xff;
    }

    return number;
  }
}

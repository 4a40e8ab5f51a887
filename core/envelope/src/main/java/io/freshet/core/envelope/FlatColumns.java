package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** Lays a decoded payload out as a {@link FlatEvent}. */
final class FlatColumns {
  private final List<FieldType> types;

  FlatColumns(Contract contract) {
    this.types = contract.schema().fields().stream().map(Field::type).toList();
  }

  /** The first column that has parts, for which a flat event has no slot. */
  static Optional<Field> withParts(Contract contract) {
    return contract.schema().fields().stream()
        .filter(
            field ->
                field.type() instanceof FieldType.Struct
                    || field.type() instanceof FieldType.Sequence)
        .findFirst();
  }

  void fill(FlatEvent event, IndexedRecord payload) {
    for (int column = 0; column < types.size(); column++) {
      Object value = payload.get(column);
      if (value == null) {
        event.clear(column);
      } else {
        fill(event, column, value);
      }
    }
  }

  private void fill(FlatEvent event, int column, Object value) {
    if (value instanceof Utf8 text) {
      event.set(column, text.getBytes(), 0, text.getByteLength());
    } else if (value instanceof ByteBuffer buffer) {
      fillBytes(event, column, buffer);
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

  private void fillBytes(FlatEvent event, int column, ByteBuffer buffer) {
    byte[] bytes = buffer.array();
    int start = buffer.arrayOffset() + buffer.position();
    if (isNumber(types.get(column))) {
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

  /** The number in some bytes that are known to hold no more than a long. */
  static long unscaled(byte[] bytes, int start, int length) {
    long number = bytes[start];
    for (int at = start + 1; at < start + length; at++) {
      number = number << 8 | bytes[at] & 0xff;
    }

    return number;
  }
}

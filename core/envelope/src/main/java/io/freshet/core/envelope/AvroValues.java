package io.freshet.core.envelope;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Turns Java values into what Avro's generic records hold for a column's type. */
final class AvroValues {
  // Doubles below this have all their fraction's digits left after scaling to a whole number.
  private static final double EXACT_WHOLE_NUMBERS = 1L << 53;

  private static final long[] LONG_POWERS_OF_TEN = longPowersOfTen();

  private AvroValues() {}

  /** As many as there are. */
  private static long[] longPowersOfTen() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int exponent = 1; exponent < powers.length; exponent++) {
      powers[exponent] = 10 * powers[exponent - 1];
    }

    return powers;
  }

  /** A value that the column can't hold; the message names the column, never the value. */
  static final class Unsuitable extends Exception {
    Unsuitable(String message) {
      super(message);
    }
  }

  /**
   * @param schema the column's, possibly a union with null
   */
  static Object of(String path, FieldType type, Schema schema, Object value) throws Unsuitable {
    if (value == null) {
      return null;
    }
    Schema present = schema.isUnion() ? schema.getTypes().get(1) : schema;
    if (type instanceof FieldType.Struct struct) {
      return struct(path, struct, present, value);
    }
    if (type instanceof FieldType.Sequence sequence) {
      return sequence(path, sequence, present, value);
    }
    if (type instanceof FieldType.Decimal decimal) {
      return decimal(path, decimal, value);
    }

    return scalar(path, (FieldType.Scalar) type, value);
  }

  private static Object scalar(String path, FieldType.Scalar type, Object value) throws Unsuitable {
    return switch (type) {
      case BOOLEAN -> require(path, value, Boolean.class);
      case INTEGER -> (int) whole(path, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(path, value, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> require(path, value, Number.class).floatValue();
      case DOUBLE -> require(path, value, Number.class).doubleValue();
      case STRING -> require(path, value, CharSequence.class);
      case BYTES ->
          value instanceof ByteBuffer bytes
              ? bytes
              : ByteBuffer.wrap(require(path, value, byte[].class));
      case DATE -> days(path, require(path, value, LocalDate.class));
      case TIMESTAMP -> micros(path, require(path, value, Instant.class));
    };
  }

  private static long whole(String path, Object value, long min, long max) throws Unsuitable {
    if (!(value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte)) {
      throw wrong(path, "a whole number", value);
    }
    long number = ((Number) value).longValue();
    if (number < min || number > max) {
      throw new Unsuitable("%s is beyond %d to %d".formatted(path, min, max));
    }

    return number;
  }

  private static int days(String path, LocalDate date) throws Unsuitable {
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw new Unsuitable("%s is no date of the years 1 to 9999".formatted(path));
    }

    return (int) date.toEpochDay();
  }

  private static long micros(String path, Instant time) throws Unsuitable {
    long seconds = time.getEpochSecond();
    if (seconds < Rfc3339.MIN_MICROS / 1_000_000 || seconds >= Rfc3339.END_MICROS / 1_000_000) {
      throw new Unsuitable("%s is no time of the years 1 to 9999".formatted(path));
    }

    return EventFields.micros(time);
  }

  private static ByteBuffer decimal(String path, FieldType.Decimal type, Object value)
      throws Unsuitable {
    BigInteger unscaled = unscaled(path, type.scale(), value);
    if (!fits(unscaled, type.precision())) {
      throw new Unsuitable(
          "%s is beyond decimal(%d,%d)".formatted(path, type.precision(), type.scale()));
    }

    return ByteBuffer.wrap(unscaled.toByteArray());
  }

  private static boolean fits(BigInteger unscaled, int precision) {
    return precision < LONG_POWERS_OF_TEN.length && unscaled.bitLength() < Long.SIZE - 1
        ? Math.abs(unscaled.longValue()) < LONG_POWERS_OF_TEN[precision]
        : unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) < 0;
  }

  private static BigInteger unscaled(String path, int scale, Object value) throws Unsuitable {
    if (value instanceof Double || value instanceof Float) {
      return ofDouble(path, scale, ((Number) value).doubleValue());
    }
    BigDecimal exact =
        value instanceof BigDecimal given
            ? given
            : BigDecimal.valueOf(whole(path, value, Long.MIN_VALUE, Long.MAX_VALUE));

    return exact.setScale(scale, RoundingMode.HALF_EVEN).unscaledValue();
  }

  private static BigInteger ofDouble(String path, int scale, double value) throws Unsuitable {
    if (!Double.isFinite(value)) {
      throw new Unsuitable("%s is no finite number".formatted(path));
    }
    // Much cheaper than the digits of a double, and every ping has two of them.
    double scaled = Math.rint(value * Math.pow(10, scale));

    return Math.abs(scaled) < EXACT_WHOLE_NUMBERS
        ? BigInteger.valueOf((long) scaled)
        : BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_EVEN).unscaledValue();
  }

  private static GenericRecord struct(
      String path, FieldType.Struct type, Schema schema, Object value) throws Unsuitable {
    if (value instanceof GenericRecord given && given.getSchema().equals(schema)) {
      return given;
    }
    Map<?, ?> parts = require(path, value, Map.class);
    GenericRecord struct = new GenericData.Record(schema);
    int known = 0;
    for (Field field : type.fields()) {
      String part = path + "." + field.name();
      Schema.Field avro = schema.getField(field.name());
      Object given = parts.get(field.name());
      if (given == null && field.required() && !avro.hasDefaultValue()) {
        throw new Unsuitable("%s is missing; it is required".formatted(part));
      }
      known += parts.containsKey(field.name()) ? 1 : 0;
      struct.put(
          field.name(),
          given == null ? AbsentFields.value(avro) : of(part, field.type(), avro.schema(), given));
    }
    if (known < parts.size()) {
      throw new Unsuitable("%s has parts that the contract does not name".formatted(path));
    }

    return struct;
  }

  private static List<Object> sequence(
      String path, FieldType.Sequence type, Schema schema, Object value) throws Unsuitable {
    String elementPath = path + "[]";
    List<Object> elements = new ArrayList<>();
    for (Object element : require(path, value, Collection.class)) {
      if (element == null) {
        throw new Unsuitable("%s has a null element".formatted(path));
      }
      elements.add(of(elementPath, type.element(), schema.getElementType(), element));
    }

    return elements;
  }

  private static <T> T require(String path, Object value, Class<T> type) throws Unsuitable {
    if (!type.isInstance(value)) {
      throw wrong(path, type.getSimpleName(), value);
    }

    return type.cast(value);
  }

  private static Unsuitable wrong(String path, String wanted, Object value) {
    return new Unsuitable(
        "%s can't be of type %s; give %s"
            .formatted(path, value.getClass().getSimpleName(), wanted));
  }
}

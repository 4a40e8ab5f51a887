package io.freshet.core.envelope;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads a payload's columns as Java values. Asking for a column that is null is a bug of the
 * caller's: ask {@link #has} first where the contract says that it is optional.
 */
public final class EventFields {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  /** A number of so many bytes is a double exactly, and so are these: their quotient is nearest. */
  private static final int EXACT_BYTES = 6;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private EventFields() {}

  public static boolean has(GenericRecord payload, String name) {
    return payload.get(name) != null;
  }

  public static String text(GenericRecord payload, String name) {
    return value(payload, name, CharSequence.class).toString();
  }

  public static boolean flag(GenericRecord payload, String name) {
    return value(payload, name, Boolean.class);
  }

  public static int integer(GenericRecord payload, String name) {
    return value(payload, name, Integer.class);
  }

  /** A whole number of either width. */
  public static long longValue(GenericRecord payload, String name) {
    return value(payload, name, Number.class).longValue();
  }

  /** A floating-point number, or a decimal as the nearest one. */
  public static double doubleValue(GenericRecord payload, String name) {
    if (!(payload.get(name) instanceof ByteBuffer unscaled)) {
      return value(payload, name, Number.class).doubleValue();
    }
    int scale = scale(payload.getSchema(), name);

    return isShort(unscaled) && scale < POWERS_OF_TEN.length
        ? number(unscaled) / POWERS_OF_TEN[scale]
        : decimal(payload, name).doubleValue();
  }

  public static Instant instant(GenericRecord payload, String name) {
    long micros = value(payload, name, Long.class);

    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  public static LocalDate date(GenericRecord payload, String name) {
    return LocalDate.ofEpochDay(value(payload, name, Integer.class));
  }

  public static BigDecimal decimal(GenericRecord payload, String name) {
    ByteBuffer unscaled = value(payload, name, ByteBuffer.class).duplicate();
    byte[] bytes = new byte[unscaled.remaining()];
    unscaled.get(bytes);

    return new BigDecimal(new BigInteger(bytes), scale(payload.getSchema(), name));
  }

  /** Microseconds since 1970, as payloads hold them; what is finer is cut. */
  public static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / 1000);
  }

  private static boolean isShort(ByteBuffer unscaled) {
    return unscaled.hasArray() && unscaled.hasRemaining() && unscaled.remaining() <= EXACT_BYTES;
  }

  private static double number(ByteBuffer unscaled) {
    int start = unscaled.arrayOffset() + unscaled.position();

    return FlatColumns.unscaled(unscaled.array(), start, unscaled.remaining());
  }

  private static int scale(Schema payload, String name) {
    Schema schema = payload.getField(name).schema();
    Schema value = schema.isUnion() ? schema.getTypes().get(1) : schema;
    if (value.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return decimal.getScale();
    }
    throw new FreshetException(Fault.OURS, "Column %s is no decimal".formatted(name));
  }

  private static <T> T value(GenericRecord payload, String name, Class<T> type) {
    Object value = payload.get(name);
    if (!type.isInstance(value)) {
      throw new FreshetException(
          Fault.OURS,
          "Column %s of %s is %s, not %s"
              .formatted(
                  name,
                  payload.getSchema().getName(),
                  value == null ? "null" : value.getClass().getSimpleName(),
                  type.getSimpleName()));
    }

    return type.cast(value);
  }
}

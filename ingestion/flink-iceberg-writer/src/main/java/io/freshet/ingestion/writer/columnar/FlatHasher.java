package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.lake.ColumnDefaults;
import io.freshet.core.lake.RowHasher;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Hashes flat events as {@link io.freshet.core.lake.RecordHasher} hashes the rows they become. */
final class FlatHasher {
  private static final int LARGEST_LONG_BITS = 63;

  private final FlatEvent event;
  private final Part[] parts;

  /** How a slot's value goes into the hash. */
  private enum Kind {
    NUMBER,
    FLOAT,
    DOUBLE,
    BYTES,
    LONG_DECIMAL
  }

  /**
   * @param absent counts like nothing; null where every value counts
   */
  private record Part(int slot, long key, Kind kind, Absent absent) {}

  /** A column's default: the number that it is hashed as, or the bytes. */
  private record Absent(long number, byte[] bytes) {}

  /**
   * @param event each row before it is written
   */
  FlatHasher(TableColumns columns, Table table, FlatEvent event) {
    this.event = event;
    ColumnDefaults defaults = ColumnDefaults.of(table);
    List<Part> all = new ArrayList<>();
    for (NestedField column : table.schema().columns()) {
      all.add(
          new Part(
              columns.slot(column),
              RowHasher.key(column.fieldId()),
              kind(column.type()),
              defaults.of(column.fieldId()).map(FlatHasher::absent).orElse(null)));
    }
    this.parts = all.toArray(Part[]::new);
  }

  private static Absent absent(Object value) {
    if (value instanceof String text) {
      return new Absent(0, text.getBytes(StandardCharsets.UTF_8));
    }
    if (value instanceof BigDecimal decimal) {
      BigInteger unscaled = decimal.unscaledValue();

      return new Absent(unscaled.longValue(), unscaled.toByteArray());
    }
    if (value instanceof Boolean flag) {
      return new Absent(flag ? 1 : 0, new byte[0]);
    }

    return value instanceof Double number
        ? new Absent(Double.doubleToLongBits(number), new byte[0])
        : new Absent((Long) value, new byte[0]);
  }

  private static Kind kind(Type type) {
    return switch (type.typeId()) {
      case FLOAT -> Kind.FLOAT;
      case DOUBLE -> Kind.DOUBLE;
      case STRING, BINARY -> Kind.BYTES;
      case DECIMAL ->
          ((Types.DecimalType) type).precision() <= FlatEvent.MAX_NUMBER_PRECISION
              ? Kind.NUMBER
              : Kind.LONG_DECIMAL;
      default -> Kind.NUMBER;
    };
  }

  /** Adds the event's values and ends the row. */
  void add(RowHasher hasher) {
    for (Part part : parts) {
      if (event.has(part.slot()) && (part.absent() == null || !isAbsent(part))) {
        add(part, hasher);
      }
    }
    hasher.endRow();
  }

  private boolean isAbsent(Part part) {
    int slot = part.slot();

    return switch (part.kind()) {
      case NUMBER -> event.number(slot) == part.absent().number();
      case FLOAT ->
          Double.doubleToLongBits(Float.intBitsToFloat((int) event.number(slot)))
              == part.absent().number();
      case DOUBLE ->
          Double.doubleToLongBits(Double.longBitsToDouble(event.number(slot)))
              == part.absent().number();
      case BYTES -> isText(slot, part.absent().bytes());
      case LONG_DECIMAL -> unscaled(slot).equals(new BigInteger(part.absent().bytes()));
    };
  }

  private boolean isText(int slot, byte[] text) {
    int start = event.start(slot);

    return Arrays.equals(
        event.bytes(slot), start, start + event.length(slot), text, 0, text.length);
  }

  private BigInteger unscaled(int slot) {
    int start = event.start(slot);

    return new BigInteger(Arrays.copyOfRange(event.bytes(slot), start, start + event.length(slot)));
  }

  private void add(Part part, RowHasher hasher) {
    int slot = part.slot();
    switch (part.kind()) {
      case NUMBER -> hasher.add(part.key(), event.number(slot));
      case FLOAT -> addDouble(part, Float.intBitsToFloat((int) event.number(slot)), hasher);
      case DOUBLE -> addDouble(part, Double.longBitsToDouble(event.number(slot)), hasher);
      case BYTES ->
          hasher.add(part.key(), event.bytes(slot), event.start(slot), event.length(slot));
      case LONG_DECIMAL -> addDecimal(part, hasher);
    }
  }

  /** A NaN is a NaN, whatever its bits. */
  private static void addDouble(Part part, double value, RowHasher hasher) {
    hasher.add(part.key(), Double.doubleToLongBits(value));
  }

  /** Without the bytes that only repeat its sign. */
  private void addDecimal(Part part, RowHasher hasher) {
    BigInteger unscaled = unscaled(part.slot());
    if (unscaled.bitLength() <= LARGEST_LONG_BITS) {
      hasher.add(part.key(), unscaled.longValue());
    } else {
      byte[] shortest = unscaled.toByteArray();
      hasher.add(part.key(), shortest, 0, shortest.length);
    }
  }
}

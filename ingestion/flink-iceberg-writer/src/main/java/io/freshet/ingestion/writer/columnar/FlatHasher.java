package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.lake.RowHasher;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private record Part(int slot, long key, Kind kind) {}

  /**
   * @param event each row before it is written
   */
  FlatHasher(TableColumns columns, Types.StructType struct, FlatEvent event) {
    this.event = event;
    List<Part> all = new ArrayList<>();
    for (NestedField column : struct.fields()) {
      all.add(new Part(columns.slot(column), RowHasher.key(column.fieldId()), kind(column.type())));
    }
    this.parts = all.toArray(Part[]::new);
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
      if (event.has(part.slot())) {
        add(part, hasher);
      }
    }
    hasher.endRow();
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
    int start = event.start(part.slot());
    BigInteger unscaled =
        new BigInteger(
            Arrays.copyOfRange(event.bytes(part.slot()), start, start + event.length(part.slot())));
    if (unscaled.bitLength() <= LARGEST_LONG_BITS) {
      hasher.add(part.key(), unscaled.longValue());
    } else {
      byte[] shortest = unscaled.toByteArray();
      hasher.add(part.key(), shortest, 0, shortest.length);
    }
  }
}

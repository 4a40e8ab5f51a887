package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** A flat event as Iceberg's partition transforms want to see it: a row of the table. */
final class FlatRow implements StructLike {
  private final Types.StructType struct;
  private final int[] slots;
  private final FlatEvent event;

  FlatRow(TableColumns columns, Types.StructType struct, FlatEvent event) {
    this.struct = struct;
    this.slots = struct.fields().stream().mapToInt(columns::slot).toArray();
    this.event = event;
  }

  @Override
  public int size() {
    return slots.length;
  }

  @Override
  public <T> T get(int position, Class<T> javaClass) {
    int slot = slots[position];

    return event.has(slot)
        ? javaClass.cast(value(slot, struct.fields().get(position).type()))
        : null;
  }

  private Object value(int slot, Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> event.number(slot) != 0;
      case INTEGER, DATE -> (int) event.number(slot);
      case LONG, TIMESTAMP -> event.number(slot);
      case FLOAT -> Float.intBitsToFloat((int) event.number(slot));
      case DOUBLE -> Double.longBitsToDouble(event.number(slot));
      case STRING ->
          new String(
              event.bytes(slot), event.start(slot), event.length(slot), StandardCharsets.UTF_8);
      case BINARY -> ByteBuffer.wrap(copy(slot));
      case DECIMAL -> decimal(slot, (Types.DecimalType) type);
      default -> throw new IllegalArgumentException("No partition by a column of " + type);
    };
  }

  private BigDecimal decimal(int slot, Types.DecimalType type) {
    return type.precision() <= FlatEvent.MAX_NUMBER_PRECISION
        ? BigDecimal.valueOf(event.number(slot), type.scale())
        : new BigDecimal(new BigInteger(copy(slot)), type.scale());
  }

  private byte[] copy(int slot) {
    byte[] copy = new byte[event.length(slot)];
    System.arraycopy(event.bytes(slot), event.start(slot), copy, 0, copy.length);

    return copy;
  }

  @Override
  public <T> void set(int position, T value) {
    throw new UnsupportedOperationException("A flat event is filled by its slots");
  }
}

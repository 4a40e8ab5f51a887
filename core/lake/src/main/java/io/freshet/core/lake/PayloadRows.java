package io.freshet.core.lake;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * Turns payloads into Iceberg's generic rows. The converters are chosen once per contract; a
 * payload has the contract's columns in the contract's order. The table's may be in another: it can
 * be a version ahead of a job that runs. What a payload is made of is the caller's matter: this
 * runs under either engine's Iceberg, which bring an Avro of their own.
 */
public final class PayloadRows {
  private final List<Function<Object, Object>> converters;
  private final int[] columns;
  private final Function<Object, IntFunction<Object>> access;

  /**
   * @param access how the columns of a payload are read, and those of an object in it
   */
  public PayloadRows(
      List<Field> fields, Types.StructType struct, Function<Object, IntFunction<Object>> access) {
    this.access = access;
    this.columns = fields.stream().mapToInt(field -> column(field, struct)).toArray();
    this.converters =
        fields.stream()
            .map(field -> converter(field.name(), field.type(), struct.field(field.id()).type()))
            .toList();
  }

  private static int column(Field field, Types.StructType struct) {
    int column = struct.fields().indexOf(struct.field(field.id()));
    if (column < 0) {
      throw new FreshetException(
          Fault.CALLER,
          "The table has no column of field id %d, which the contract names %s; run: freshet contract"
                  .formatted(field.id(), field.name())
              + " apply");
    }

    return column;
  }

  /** Fills the contract's columns of {@code row} from {@code payload}. */
  public void fill(Object payload, Record row) {
    IntFunction<Object> values = access.apply(payload);
    for (int i = 0; i < columns.length; i++) {
      Object value = values.apply(i);
      row.set(columns[i], value == null ? null : converters.get(i).apply(value));
    }
  }

  private Function<Object, Object> converter(String name, FieldType fieldType, Type type) {
    if (fieldType instanceof FieldType.Sequence sequence && type.isListType()) {
      return sequence(converter(name, sequence.element(), type.asListType().elementType()));
    }
    if (fieldType instanceof FieldType.Struct struct && type.isStructType()) {
      return struct(struct, type.asStructType());
    }
    requireRoom(name, TableLayout.type(fieldType), type);
    if (fieldType instanceof FieldType.Decimal decimal) {
      return value -> decimal((ByteBuffer) value, decimal.scale());
    }

    return switch ((FieldType.Scalar) fieldType) {
      case STRING -> Object::toString;
      case TIMESTAMP -> value -> timestamp((Long) value);
      case DATE -> value -> LocalDate.ofEpochDay((Integer) value);
      case BOOLEAN, BYTES -> Function.identity();
      case INTEGER, LONG, FLOAT, DOUBLE -> number(type);
    };
  }

  /** A table that is ahead of a running job may have a wider type than the job's contract. */
  private static Function<Object, Object> number(Type type) {
    return switch (type.typeId()) {
      case LONG -> value -> ((Number) value).longValue();
      case DOUBLE -> value -> ((Number) value).doubleValue();
      default -> Function.identity();
    };
  }

  private static void requireRoom(String name, Type wanted, Type held) {
    boolean isRoom =
        held.equals(wanted)
            || (held.isPrimitiveType()
                && wanted.isPrimitiveType()
                && TypeUtil.isPromotionAllowed(wanted, held.asPrimitiveType()));
    if (!isRoom) {
      throw new FreshetException(
          Fault.CALLER,
          "The table's column %s is %s, the contract's is %s; run: freshet contract apply"
              .formatted(name, held, wanted));
    }
  }

  private static Function<Object, Object> sequence(Function<Object, Object> element) {
    return value -> {
      List<Object> elements = new ArrayList<>();
      ((Iterable<?>) value).forEach(each -> elements.add(element.apply(each)));

      return elements;
    };
  }

  private Function<Object, Object> struct(FieldType.Struct struct, Types.StructType structType) {
    PayloadRows rows = new PayloadRows(struct.fields(), structType, access);

    return value -> {
      Record nested = GenericRecord.create(structType);
      rows.fill(value, nested);

      return nested;
    };
  }

  private static BigDecimal decimal(ByteBuffer unscaled, int scale) {
    byte[] bytes = new byte[unscaled.remaining()];
    unscaled.duplicate().get(bytes);

    return new BigDecimal(new BigInteger(bytes), scale);
  }

  /** Of microseconds. */
  public static OffsetDateTime timestamp(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}

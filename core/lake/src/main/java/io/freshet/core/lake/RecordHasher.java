package io.freshet.core.lake;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Hashes Iceberg's generic rows by their values, wherever they come from: a column's field id
 * counts and not its name or place, a number counts the same in a wider type, and a column's
 * default like its absence. Not thread-safe.
 */
public final class RecordHasher {
  private static final int LARGEST_LONG_BITS = 63;
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int NANOS_A_MICRO = 1_000;

  private final StructHash columns;

  /**
   * @param schema of the rows
   * @throws FreshetException for a column whose type no contract can have
   */
  public RecordHasher(Schema schema, ColumnDefaults defaults) {
    this(schema, defaults, Set.of());
  }

  private RecordHasher(Schema schema, ColumnDefaults defaults, Set<Integer> leftOut) {
    this.columns = new StructHash(0, schema.asStruct(), new Rules(defaults, leftOut));
  }

  /** Of all columns of a table. */
  public static RecordHasher of(Table table) {
    return new RecordHasher(table.schema(), ColumnDefaults.of(table));
  }

  /** Of the columns that its contract has; empty where it has dropped none. */
  public static Optional<RecordHasher> withoutDropped(Table table) {
    Set<Integer> dropped = TableContract.dropped(table.properties());

    return dropped.isEmpty()
        ? Optional.empty()
        : Optional.of(new RecordHasher(table.schema(), ColumnDefaults.of(table), dropped));
  }

  /**
   * Which values don't count.
   *
   * @param leftOut ids of columns
   */
  private record Rules(ColumnDefaults defaults, Set<Integer> leftOut) {
    ValueHash of(Types.NestedField field, ValueHash hash) {
      if (leftOut.contains(field.fieldId())) {
        return (value, hasher) -> {};
      }

      return defaults
          .of(field.fieldId())
          .map(value -> unlessItIs(value, field.type(), hash))
          .orElse(hash);
    }
  }

  /** Adds the row's values and ends it. */
  public void add(StructLike row, RowHasher hasher) {
    columns.add(row, hasher);
    hasher.endRow();
  }

  /** How a value of one type and place goes into the hash. */
  private interface ValueHash {
    void add(Object value, RowHasher hasher);
  }

  private static final class StructHash implements ValueHash {
    private final List<ValueHash> parts = new ArrayList<>();

    StructHash(long key, Types.StructType struct, Rules rules) {
      for (Types.NestedField field : struct.fields()) {
        parts.add(
            rules.of(
                field, of(RowHasher.key(key, field.fieldId()), field.name(), field.type(), rules)));
      }
    }

    @Override
    public void add(Object value, RowHasher hasher) {
      StructLike struct = (StructLike) value;
      for (int i = 0; i < parts.size(); i++) {
        Object part = struct.get(i, Object.class);
        if (part != null) {
          parts.get(i).add(part, hasher);
        }
      }
    }
  }

  private static ValueHash unlessItIs(Object defaultValue, Type type, ValueHash hash) {
    return (value, hasher) -> {
      if (!isSame(value, defaultValue, type)) {
        hash.add(value, hasher);
      }
    };
  }

  private static boolean isSame(Object value, Object other, Type type) {
    return switch (type.typeId()) {
      case INTEGER, LONG -> ((Number) value).longValue() == (Long) other;
      case FLOAT, DOUBLE -> Double.compare(((Number) value).doubleValue(), (Double) other) == 0;
      case DATE -> days(value) == (Long) other;
      case TIMESTAMP -> micros(value) == (Long) other;
      case DECIMAL -> ((BigDecimal) value).compareTo((BigDecimal) other) == 0;
      default -> value.toString().equals(other.toString());
    };
  }

  private static ValueHash of(long key, String name, Type type, Rules rules) {
    return switch (type.typeId()) {
      case BOOLEAN -> (value, hasher) -> hasher.add(key, (Boolean) value ? 1 : 0);
      case INTEGER, LONG -> (value, hasher) -> hasher.add(key, ((Number) value).longValue());
      case FLOAT, DOUBLE ->
          (value, hasher) ->
              hasher.add(key, Double.doubleToLongBits(((Number) value).doubleValue()));
      case DATE -> (value, hasher) -> hasher.add(key, days(value));
      case STRING -> (value, hasher) -> add(key, bytes(value.toString()), hasher);
      case BINARY -> (value, hasher) -> add(key, bytes(value), hasher);
      case DECIMAL -> (value, hasher) -> add(key, ((BigDecimal) value).unscaledValue(), hasher);
      case STRUCT -> struct(key, type.asStructType(), rules);
      case LIST -> list(key, name, type.asListType(), rules);
      case MAP -> map(key, name, type.asMapType(), rules);
      case TIMESTAMP -> (value, hasher) -> hasher.add(key, micros(value));
      default ->
          throw new FreshetException(
              Fault.CALLER,
              "Column %s is %s; values of that type can't be proved, and no contract has it"
                  .formatted(name, type));
    };
  }

  /** Its own presence counts: a struct of nulls is no null. */
  private static ValueHash struct(long key, Types.StructType type, Rules rules) {
    StructHash parts = new StructHash(key, type, rules);

    return (value, hasher) -> {
      hasher.add(key, 1);
      parts.add(value, hasher);
    };
  }

  /** An element's place counts. Keys depend on it, so that elements' hashes are made as needed. */
  private static ValueHash list(long key, String name, Types.ListType list, Rules rules) {
    List<ValueHash> elements = new ArrayList<>();

    return (value, hasher) -> {
      List<?> values = (List<?>) value;
      hasher.add(key, values.size());
      for (int i = 0; i < values.size(); i++) {
        if (i == elements.size()) {
          elements.add(of(RowHasher.key(key, i), name, list.elementType(), rules));
        }
        if (values.get(i) != null) {
          elements.get(i).add(values.get(i), hasher);
        }
      }
    };
  }

  /** In no order: what its own key hashes to is the place of a value. */
  private static ValueHash map(long key, String name, Types.MapType map, Rules rules) {
    ValueHash keys = of(key, name, map.keyType(), rules);

    return (value, hasher) -> {
      Map<?, ?> entries = (Map<?, ?>) value;
      hasher.add(key, entries.size());
      entries.forEach(
          (entryKey, entryValue) -> {
            keys.add(entryKey, hasher);
            if (entryValue != null) {
              long place = RowHasher.key(key, placeOf(entryKey, map.keyType(), rules));
              of(place, name, map.valueType(), rules).add(entryValue, hasher);
            }
          });
    };
  }

  private static int placeOf(Object key, Type type, Rules rules) {
    RowHasher alone = new RowHasher();
    of(0, "key", type, rules).add(key, alone);
    alone.endRow();

    return Long.hashCode(alone.drain().low());
  }

  private static void add(long key, byte[] bytes, RowHasher hasher) {
    hasher.add(key, bytes, 0, bytes.length);
  }

  private static void add(long key, BigInteger unscaled, RowHasher hasher) {
    if (unscaled.bitLength() <= LARGEST_LONG_BITS) {
      hasher.add(key, unscaled.longValue());
    } else {
      add(key, unscaled.toByteArray(), hasher);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);

    return bytes;
  }

  private static long days(Object value) {
    return value instanceof LocalDate date ? date.toEpochDay() : ((Number) value).longValue();
  }

  private static long micros(Object value) {
    if (value instanceof LocalDateTime local) {
      return micros(local.atOffset(ZoneOffset.UTC));
    }
    if (!(value instanceof OffsetDateTime time)) {
      return (Long) value;
    }

    // Not by ChronoUnit: that counts nanoseconds, of which 300 years are too many.
    return time.toEpochSecond() * MICROS_A_SECOND + time.getNano() / NANOS_A_MICRO;
  }
}

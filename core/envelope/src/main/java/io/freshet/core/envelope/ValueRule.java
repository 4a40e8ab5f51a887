package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/**
 * What a contract asks of a value that its Avro type does not: allowed values, a decimal's
 * precision, times that every engine can read. Compiled once per contract, so that columns without
 * such a rule cost nothing.
 */
interface ValueRule {
  /** What is wrong, without the value itself; empty when nothing is. */
  Optional<String> problem(Object value);

  /** The rules of a whole payload. */
  static ValueRule of(Contract contract) {
    return new Struct(Column.of("", contract.schema().fields()));
  }

  private static Optional<ValueRule> of(String path, Field field) {
    return field.allowedValues().isEmpty()
        ? of(path, field.type())
        : Optional.of(Allowed.of(path, field));
  }

  private static Optional<ValueRule> of(String path, FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return Optional.of(Precision.of(path, decimal));
    }
    if (type instanceof FieldType.Struct struct) {
      List<Column> columns = Column.of(path + ".", struct.fields());

      return columns.isEmpty() ? Optional.empty() : Optional.of(new Struct(columns));
    }
    if (type instanceof FieldType.Sequence sequence) {
      return of(path + "[]", sequence.element()).map(Elements::new);
    }

    return switch ((FieldType.Scalar) type) {
      case TIMESTAMP ->
          Optional.of(new Range(path, "time", Rfc3339.MIN_MICROS, Rfc3339.END_MICROS));
      case DATE -> Optional.of(new Range(path, "date", Range.MIN_DAY, Range.END_DAY));
      case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING, BYTES -> Optional.empty();
    };
  }

  /** A column that has a rule, and its position. */
  record Column(int position, ValueRule rule) {
    private static List<Column> of(String prefix, List<Field> fields) {
      List<Column> columns = new ArrayList<>();
      for (int position = 0; position < fields.size(); position++) {
        int at = position;
        Field field = fields.get(position);
        ValueRule.of(prefix + field.name(), field)
            .ifPresent(rule -> columns.add(new Column(at, rule)));
      }

      return List.copyOf(columns);
    }
  }

  /** Looks at the columns that have rules. */
  record Struct(List<Column> columns) implements ValueRule {
    @Override
    public Optional<String> problem(Object value) {
      IndexedRecord struct = (IndexedRecord) value;
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        Object part = struct.get(column.position());
        if (part != null) {
          Optional<String> problem = column.rule().problem(part);
          if (problem.isPresent()) {
            return problem;
          }
        }
      }

      return Optional.empty();
    }
  }

  /** Looks at each element of a list. */
  record Elements(ValueRule element) implements ValueRule {
    @Override
    public Optional<String> problem(Object value) {
      for (Object part : (Collection<?>) value) {
        Optional<String> problem = element.problem(part);
        if (problem.isPresent()) {
          return problem;
        }
      }

      return Optional.empty();
    }
  }

  /** One of the texts that the contract lists. */
  record Allowed(String path, Set<Utf8> values, List<String> listed) implements ValueRule {
    private static Allowed of(String path, Field field) {
      if (field.type() != FieldType.Scalar.STRING) {
        throw new ContractException(
            "Column %s lists allowed values; only a string can".formatted(path));
      }

      return new Allowed(
          path,
          field.allowedValues().stream().map(Utf8::new).collect(Collectors.toUnmodifiableSet()),
          field.allowedValues());
    }

    @Override
    public Optional<String> problem(Object value) {
      Utf8 text = value instanceof Utf8 utf8 ? utf8 : new Utf8(value.toString());

      return values.contains(text)
          ? Optional.empty()
          : Optional.of("%s is none of %s".formatted(path, String.join(", ", listed)));
    }
  }

  /** A decimal that its column can hold: Avro's bytes may be longer than that. */
  record Precision(String path, FieldType.Decimal type, BigInteger limit) implements ValueRule {
    private static Precision of(String path, FieldType.Decimal type) {
      return new Precision(path, type, BigInteger.TEN.pow(type.precision()));
    }

    @Override
    public Optional<String> problem(Object value) {
      ByteBuffer bytes = (ByteBuffer) value;

      return bytes.hasRemaining() && isBelowLimit(bytes.duplicate())
          ? Optional.empty()
          : Optional.of("%s is no decimal(%d,%d)".formatted(path, type.precision(), type.scale()));
    }

    private boolean isBelowLimit(ByteBuffer bytes) {
      if (bytes.remaining() > Long.BYTES || limit.bitLength() >= Long.SIZE) {
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);

        return new BigInteger(unscaled).abs().compareTo(limit) < 0;
      }
      long unscaled = bytes.get();
      while (bytes.hasRemaining()) {
        unscaled = (unscaled << 8) | (bytes.get() & 0xff);
      }

      return unscaled > -limit.longValue() && unscaled < limit.longValue();
    }
  }

  /** A time or date in the years 1 to 9999; some engines can't read others. */
  record Range(String path, String noun, long from, long end) implements ValueRule {
    static final long MIN_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    static final long END_DAY = LocalDate.of(10_000, 1, 1).toEpochDay();

    @Override
    public Optional<String> problem(Object value) {
      long number = ((Number) value).longValue();

      return number >= from && number < end
          ? Optional.empty()
          : Optional.of("%s is no %s of the years 1 to 9999".formatted(path, noun));
    }
  }
}

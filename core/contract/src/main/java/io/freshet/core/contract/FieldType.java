package io.freshet.core.contract;

import java.io.Serializable;
import java.util.List;

/** A column's type. Times are UTC microseconds; coordinates and other fractions are decimals. */
public sealed interface FieldType extends Serializable {
  /** A type without parts. */
  enum Scalar implements FieldType {
    BOOLEAN,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BYTES,
    DATE,
    TIMESTAMP
  }

  /** An exact fraction; {@code precision} at most 38. */
  record Decimal(int precision, int scale) implements FieldType {
    public Decimal {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw new ContractException(
            "decimal(%d,%d) can't be stored; precision is 1 to 38 and scale at most the precision"
                .formatted(precision, scale));
      }
    }
  }

  /** Named parts, each a {@link Field} with a permanent id of its own. */
  record Struct(List<Field> fields) implements FieldType {
    public Struct {
      fields = List.copyOf(fields);
    }
  }

  /** Elements of one type; the element has a permanent field id of its own and is never null. */
  record Sequence(int elementId, FieldType element) implements FieldType {}
}

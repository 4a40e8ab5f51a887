package io.freshet.core.contract;

import io.freshet.core.contract.FieldType.Scalar;
import java.io.Serializable;
import java.util.List;

/**
 * Lets through the rows whose column has one of some values; never those where it is null.
 *
 * @param column a top-level column
 * @param type the column's type: {@code STRING}, {@code INTEGER} or {@code LONG}
 * @param values as text, at least one, each once; numbers in plain decimals
 */
public record RowFilter(String column, Scalar type, List<String> values) implements Serializable {
  public RowFilter {
    values = List.copyOf(values);
    if (type != Scalar.STRING && type != Scalar.INTEGER && type != Scalar.LONG) {
      throw new ContractException(
          "Rows can't be filtered by %s: it is no string, int or long".formatted(column));
    }
    if (values.isEmpty()) {
      throw new ContractException("The filter by %s names no value".formatted(column));
    }
  }
}

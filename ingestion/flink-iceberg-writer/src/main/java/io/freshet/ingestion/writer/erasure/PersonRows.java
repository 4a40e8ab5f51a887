package io.freshet.ingestion.writer.erasure;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The rows that are about one person.
 *
 * @param column that says whom a row is about
 * @param id as the column has it
 */
public record PersonRows(String column, Object id) implements RowChoice {
  /**
   * @param id as a person writes it
   * @throws FreshetException when the column can't have it
   */
  public static PersonRows of(Field column, String id) {
    return new PersonRows(column.name(), parse(column, id));
  }

  private static Object parse(Field column, String id) {
    try {
      if (column.type() == FieldType.Scalar.LONG) {
        return Long.valueOf(id);
      }
      if (column.type() == FieldType.Scalar.INTEGER) {
        return Integer.valueOf(id);
      }
    } catch (NumberFormatException e) {
      throw new FreshetException(
          Fault.CALLER, "\"%s\" is no %s; it is a whole number".formatted(id, column.name()), e);
    }
    if (column.type() == FieldType.Scalar.STRING) {
      return id;
    }
    throw new FreshetException(
        Fault.CALLER,
        "Nobody can be found by %s: its type is %s, and not a number or text"
            .formatted(column.name(), column.type()));
  }

  @Override
  public Expression filter() {
    return Expressions.equal(column, id);
  }

  @Override
  public List<String> columns() {
    return List.of(column);
  }

  @Override
  public boolean has(Record row) {
    Object value = row.getField(column);

    // Text comes as whatever a reader makes of it.
    return value != null && (value.equals(id) || value.toString().equals(id));
  }

  /** The condition in SQL. */
  String sql() {
    return id instanceof String text
        ? "%s = '%s'".formatted(column, text.replace("'", "''"))
        : "%s = %s".formatted(column, id);
  }
}

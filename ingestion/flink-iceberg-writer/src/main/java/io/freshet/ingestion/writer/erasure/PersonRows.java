package io.freshet.ingestion.writer.erasure;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The rows that are about one person.
 *
 * @param column that says whom a row is about, or which of their entities
 * @param ids as the column has them; at least one
 */
public record PersonRows(String column, Set<Object> ids) implements RowChoice {
  public PersonRows {
    ids = Set.copyOf(ids);
  }

  /**
   * @param id as a person writes it
   * @throws FreshetException when the column can't have it
   */
  public static PersonRows of(Field column, String id) {
    return new PersonRows(column.name(), Set.of(parse(column, id)));
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
    return Expressions.in(column, ids);
  }

  @Override
  public List<String> columns() {
    return List.of(column);
  }

  @Override
  public boolean has(Record row) {
    Object value = row.getField(column);

    // Text comes as whatever a reader makes of it.
    return value != null && (ids.contains(value) || ids.contains(value.toString()));
  }

  /** The condition in SQL. */
  String sql() {
    List<String> literals = ids.stream().map(PersonRows::literal).sorted().toList();

    return literals.size() == 1
        ? "%s = %s".formatted(column, literals.get(0))
        : literals.stream().collect(Collectors.joining(", ", column + " IN (", ")"));
  }

  private static String literal(Object id) {
    return id instanceof String text ? "'%s'".formatted(text.replace("'", "''")) : id.toString();
  }
}

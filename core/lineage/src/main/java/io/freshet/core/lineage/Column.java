package io.freshet.core.lineage;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.util.List;
import java.util.Locale;

/**
 * One column of a dataset, with what it means.
 *
 * @param parts of a struct; of a list the one element, which OpenLineage calls {@code _element}
 */
public record Column(String name, String type, String description, List<Column> parts) {
  private static final String ELEMENT = "_element";

  public Column {
    parts = List.copyOf(parts);
  }

  public Column(String name, String type, String description) {
    this(name, type, description, List.of());
  }

  /** The column of a contract, in its words. */
  public static Column of(Field field) {
    return of(field.name(), field.type(), field.description());
  }

  private static Column of(String name, FieldType type, String description) {
    if (type instanceof FieldType.Struct struct) {
      return new Column(
          name, "struct", description, struct.fields().stream().map(Column::of).toList());
    }
    if (type instanceof FieldType.Sequence list) {
      return new Column(name, "array", description, List.of(of(ELEMENT, list.element(), "")));
    }
    if (type instanceof FieldType.Decimal decimal) {
      return new Column(
          name, "decimal(%d,%d)".formatted(decimal.precision(), decimal.scale()), description);
    }

    return new Column(name, type.toString().toLowerCase(Locale.ROOT), description);
  }
}

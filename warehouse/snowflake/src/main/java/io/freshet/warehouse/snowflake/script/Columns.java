package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** A table's columns with the types that Snowflake gives to those of an Iceberg table. */
public final class Columns {
  private Columns() {}

  /**
   * A column.
   *
   * @param name the contract's
   * @param type Snowflake's
   */
  public record Column(String name, String type, boolean required, String comment) {
    public String definition() {
      return "%s %s%s COMMENT %s"
          .formatted(Sql.name(name), type, required ? " NOT NULL" : "", Sql.text(comment));
    }
  }

  /** In the order of the Iceberg table, the platform's own columns included. */
  public static List<Column> of(Contract contract) {
    return TableLayout.of(contract).schema().columns().stream()
        .map(
            column ->
                new Column(
                    column.name(),
                    type(column.type()),
                    column.isRequired(),
                    column.doc() == null ? "" : column.doc()))
        .toList();
  }

  /** The type of a contract's field in a table that pipes fill. */
  static String landedType(Contract contract, Field field) {
    return type(TableLayout.of(contract).schema().findType(field.id()));
  }

  /** The type of a contract's field in its Iceberg table, which says what objects hold. */
  static String icebergType(Contract contract, Field field) {
    return structured(TableLayout.of(contract).schema().findType(field.id()));
  }

  private static String structured(Type type) {
    if (type.isListType()) {
      Types.ListType list = type.asListType();
      return "ARRAY(%s%s)"
          .formatted(structured(list.elementType()), list.isElementOptional() ? "" : " NOT NULL");
    }
    if (type.isStructType()) {
      return type.asStructType().fields().stream()
          .map(
              part ->
                  "\"%s\" %s%s"
                      .formatted(
                          part.name().replace("\"", "\"\""),
                          structured(part.type()),
                          part.isOptional() ? "" : " NOT NULL"))
          .collect(Collectors.joining(", ", "OBJECT(", ")"));
    }

    return type(type);
  }

  static String type(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "NUMBER(10,0)";
      case LONG -> "NUMBER(19,0)";
      case FLOAT, DOUBLE -> "FLOAT";
      case STRING -> "VARCHAR";
      case BINARY -> "BINARY";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP_LTZ(6)";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "NUMBER(%d,%d)".formatted(decimal.precision(), decimal.scale());
      }
      case STRUCT -> "OBJECT";
      case LIST -> "ARRAY";
      default -> throw new IllegalArgumentException("No contract has a column of type " + type);
    };
  }
}

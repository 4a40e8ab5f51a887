package io.freshet.ingestion.capture.database;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.ingestion.capture.database.SourceTable.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which columns of Postgres can be which columns of a contract. */
final class ColumnFit {
  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8", "oid");
  private static final Set<String> FRACTION = Set.of("float4", "float8");
  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz");
  private static final Set<String> JSON = Set.of("json", "jsonb");
  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "varchar",
          "bpchar",
          "char",
          "name",
          "citext",
          "uuid",
          "enum",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "xml",
          "ltree",
          "time",
          "timetz",
          "interval",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange",
          "tsvector");

  private static final List<Scalar> NUMBERS =
      List.of(Scalar.INTEGER, Scalar.LONG, Scalar.FLOAT, Scalar.DOUBLE);

  private ColumnFit() {}

  /** What is wrong, if something is: {@code its type point can't be captured}. */
  static Optional<String> problem(Column column, Field field) {
    boolean isKnown = fits(column.base(), FieldType.Scalar.STRING, false) || hasOwnType(column);
    if (!isKnown) {
      return Optional.of("its type %s can't be captured".formatted(column.type()));
    }
    if (field.json().isAny()) {
      return isJson(column)
          ? Optional.empty()
          : Optional.of(
              "it is %s, and anyJson holds what json or jsonb have".formatted(column.type()));
    }

    return fits(column, field.type())
        ? scaleProblem(column, field.type())
        : Optional.of(
            "it is %s, the contract's is %s".formatted(column.type(), name(field.type())));
  }

  private static boolean isJson(Column column) {
    return JSON.contains(column.base()) && !column.isArray();
  }

  private static boolean hasOwnType(Column column) {
    String base = column.base();

    return WHOLE.contains(base)
        || FRACTION.contains(base)
        || TIMES.contains(base)
        || JSON.contains(base)
        || Set.of("bool", "numeric", "date", "bytea", "hstore").contains(base);
  }

  private static boolean fits(Column column, FieldType type) {
    if (column.isArray()) {
      return type instanceof FieldType.Sequence sequence
          && fits(column.base(), sequence.element(), true);
    }

    return fits(column.base(), type, false);
  }

  private static boolean fits(String base, FieldType type, boolean isElement) {
    if (type instanceof FieldType.Struct || type instanceof FieldType.Sequence) {
      return JSON.contains(base) && !isElement;
    }
    boolean isNumber = type instanceof FieldType.Decimal || NUMBERS.contains(type);
    if (WHOLE.contains(base) || FRACTION.contains(base)) {
      return isNumber && !(FRACTION.contains(base) && isWhole(type));
    }
    if (base.equals("numeric")) {
      return isNumber || type == Scalar.STRING;
    }
    if (TIMES.contains(base)) {
      return type == Scalar.TIMESTAMP;
    }

    return switch (base) {
      case "bool" -> type == Scalar.BOOLEAN;
      case "date" -> type == Scalar.DATE;
      case "bytea" -> type == Scalar.BYTES;
      default -> type == Scalar.STRING && isText(base);
    };
  }

  private static boolean isText(String base) {
    return TEXTS.contains(base) || JSON.contains(base) || base.equals("hstore");
  }

  private static boolean isWhole(FieldType type) {
    return type == Scalar.INTEGER || type == Scalar.LONG;
  }

  /** Reading JSON rounds what is finer, and nobody has asked for that here. */
  private static Optional<String> scaleProblem(Column column, FieldType type) {
    return type instanceof FieldType.Decimal decimal
            && column.scale().filter(scale -> scale > decimal.scale()).isPresent()
        ? Optional.of("it is %s, and %s would round it".formatted(column.type(), name(decimal)))
        : Optional.empty();
  }

  private static String name(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.precision(), decimal.scale());
    }
    if (type instanceof FieldType.Sequence sequence) {
      return "array of " + name(sequence.element());
    }

    return type instanceof Scalar scalar ? scalar.name().toLowerCase(Locale.ROOT) : "object";
  }
}

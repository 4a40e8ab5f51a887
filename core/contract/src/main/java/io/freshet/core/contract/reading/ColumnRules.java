package io.freshet.core.contract.reading;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the platform demands of a column by its name and type. */
final class ColumnRules {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  static final int MAX_NAME_LENGTH = 100;

  private static final List<String> COORDINATES = List.of("latitude", "longitude");
  private static final Set<FieldType> APPROXIMATE = Set.of(Scalar.FLOAT, Scalar.DOUBLE);
  private static final String MINOR_UNITS = "_minor";
  private static final String CURRENCY = "currency";

  private final Findings findings;

  ColumnRules(Findings findings) {
    this.findings = findings;
  }

  void checkName(Located place, String name) {
    if (name.startsWith("_")) {
      findings.add(
          place,
          "%s begins with an underscore".formatted(name),
          "a name without: the platform's own columns begin so");
    } else if (!isName(name)) {
      findings.add(
          place,
          "%s is no name".formatted(name),
          "lower-case words joined by underscores, at most %d characters"
              .formatted(MAX_NAME_LENGTH));
    }
  }

  static boolean isName(String text) {
    return text.length() <= MAX_NAME_LENGTH && NAME.matcher(text).matches();
  }

  void checkType(Located place, String name, FieldType type) {
    boolean isCoordinate = COORDINATES.stream().anyMatch(word -> isOrEndsWith(name, word));
    if (isCoordinate && APPROXIMATE.contains(type)) {
      findings.add(
          place,
          "the coordinate %s is a float or double".formatted(name),
          "logicalType number with physicalType decimal(9,6): exact, and a third of the bytes");
    }
    boolean isNumber = type instanceof FieldType.Decimal || APPROXIMATE.contains(type);
    if (isOrEndsWith(name, "id") && (isNumber || type == Scalar.INTEGER)) {
      findings.add(
          place, "the numeric id %s is no long".formatted(name), "physicalType long, or a string");
    }
    if (isAmount(name, type) && type != Scalar.LONG) {
      findings.add(
          place,
          "the amount %s is not in whole minor units".formatted(name),
          "logicalType integer with physicalType long");
    }
  }

  /** Columns that stand side by side: an amount without its currency says nothing. */
  void checkMoney(Located place, Columns columns) {
    boolean hasCurrency =
        columns.mayHave(CURRENCY)
            && columns.field(CURRENCY).map(Field::type).orElse(Scalar.STRING) == Scalar.STRING;
    columns.names().stream()
        .filter(
            name ->
                !hasCurrency
                    && isAmount(name, columns.field(name).map(Field::type).orElse(Scalar.LONG)))
        .findFirst()
        .ifPresent(
            name ->
                findings.add(
                    place,
                    "the amount %s has no currency".formatted(name),
                    "a string column currency beside it, holding the ISO 4217 code"));
  }

  /** Something may be minor without being one. */
  private static boolean isAmount(String name, FieldType type) {
    return name.endsWith(MINOR_UNITS) && type != Scalar.BOOLEAN;
  }

  private static boolean isOrEndsWith(String name, String word) {
    return name.equals(word) || name.endsWith("_" + word);
  }
}

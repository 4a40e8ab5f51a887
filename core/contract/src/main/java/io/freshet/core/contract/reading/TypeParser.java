package io.freshet.core.contract.reading;

import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the type of a column that has no parts from its logicalType and physicalType. */
final class TypeParser {
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");
  private static final int MAX_PRECISION = 38;

  private static final Map<String, Scalar> STRINGS =
      Map.of("string", Scalar.STRING, "bytes", Scalar.BYTES);
  private static final Map<String, Scalar> INTEGERS =
      Map.of("int", Scalar.INTEGER, "long", Scalar.LONG);
  private static final Map<String, Scalar> NUMBERS =
      Map.of("float", Scalar.FLOAT, "double", Scalar.DOUBLE);

  private final Findings findings;

  TypeParser(Findings findings) {
    this.findings = findings;
  }

  Optional<FieldType> parse(Section column) {
    Optional<String> logical = column.requiredText(ContractKey.LOGICAL_TYPE, "the column's type");
    if (logical.isEmpty()) {
      return Optional.empty();
    }

    return switch (logical.get()) {
      case "string" -> oneOf(column, STRINGS, "string", "string or bytes");
      case "integer" -> oneOf(column, INTEGERS, "long", "int or long");
      case "number" -> number(column);
      case "boolean" -> exactly(column, Scalar.BOOLEAN, "boolean");
      case "date" -> exactly(column, Scalar.DATE, "date");
      case "timestamp" -> exactly(column, Scalar.TIMESTAMP, "timestamp");
      default -> {
        findings.add(
            column.place(ContractKey.LOGICAL_TYPE),
            "a column can't be %s".formatted(logical.get()),
            "string, boolean, integer, number, date, timestamp, array or object");
        yield Optional.empty();
      }
    };
  }

  private Optional<FieldType> number(Section column) {
    Matcher decimal = DECIMAL.matcher(column.text(ContractKey.PHYSICAL_TYPE).orElse(""));
    if (!decimal.matches()) {
      return oneOf(column, NUMBERS, "", "decimal(p,s), float or double");
    }
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
      findings.add(
          column.place(ContractKey.PHYSICAL_TYPE),
          "decimal(%d,%d) can't be stored".formatted(precision, scale),
          "a precision of 1 to %d and a scale of at most the precision".formatted(MAX_PRECISION));
      return Optional.empty();
    }

    return Optional.of(new Decimal(precision, scale));
  }

  private Optional<FieldType> exactly(Section column, Scalar type, String word) {
    return oneOf(column, Map.of(word, type), word, word + ", or nothing");
  }

  private Optional<FieldType> oneOf(
      Section column, Map<String, Scalar> types, String defaultWord, String remedy) {
    String word = column.text(ContractKey.PHYSICAL_TYPE).orElse(defaultWord);
    if (!types.containsKey(word)) {
      String problem =
          column.has(ContractKey.PHYSICAL_TYPE)
              ? "physicalType %s does not fit the logicalType".formatted(word)
              : "physicalType is missing";
      findings.add(column.place(ContractKey.PHYSICAL_TYPE), problem, remedy);
    }

    return Optional.ofNullable(types.get(word));
  }
}

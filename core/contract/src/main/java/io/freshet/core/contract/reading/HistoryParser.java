package io.freshet.core.contract.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.reading.SchemaParser.Column;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads what a column has in events that don't name it, and which names it had. */
final class HistoryParser {
  private static final int MAX_NAMES = 100;

  private final Findings findings;

  HistoryParser(Findings findings) {
    this.findings = findings;
  }

  /**
   * @param custom the column's customProperties
   * @param type empty when it could not be read
   * @param allowed empty when every value of the type is
   */
  FieldHistory parse(
      Section custom, Optional<FieldType> type, boolean required, List<String> allowed) {
    List<String> names = custom.names(ContractKey.FORMER_NAMES).orElse(List.of());
    if (names.size() > MAX_NAMES || !names.stream().allMatch(ColumnRules::isName)) {
      findings.add(
          custom.place(ContractKey.FORMER_NAMES),
          "formerNames is %s".formatted(String.join(", ", names)),
          "at most %d names of lower-case words joined by underscores".formatted(MAX_NAMES));
    }
    if (!custom.has(ContractKey.DEFAULT) || type.isEmpty()) {
      return new FieldHistory(Optional.empty(), names);
    }
    Located place = custom.place(ContractKey.DEFAULT);
    if (!required) {
      findings.add(
          place, "an optional column has a default", "required: true, or null where it is absent");
    }

    return new FieldHistory(defaultValue(place, type.get(), allowed), names);
  }

  private Optional<Serializable> defaultValue(Located place, FieldType type, List<String> allowed) {
    Optional<String> wanted = wanted(type);
    if (wanted.isEmpty()) {
      findings.add(
          place,
          "an object, an array or bytes have a default",
          "no default: make the column optional, so that it is null where it is absent");
      return Optional.empty();
    }
    Optional<Serializable> value = value(place.node(), type);
    if (value.isEmpty()) {
      findings.add(
          place,
          "%s is no value of the column".formatted(OdcsDocument.print(place.node())),
          wanted.get());
    } else if (!allowed.isEmpty() && !allowed.contains(value.get().toString())) {
      findings.add(
          place,
          "the column never has the value %s".formatted(value.get()),
          KeysParser.nearest(value.get().toString(), allowed));
    }

    return value;
  }

  /** In words; empty for types without defaults. */
  private static Optional<String> wanted(FieldType type) {
    if (type instanceof Decimal decimal) {
      return Optional.of(
          "a number of at most %d digits, %d of them behind the point"
              .formatted(decimal.precision(), decimal.scale()));
    }
    if (!(type instanceof Scalar scalar)) {
      return Optional.empty();
    }

    return switch (scalar) {
      case BOOLEAN -> Optional.of("true or false");
      case INTEGER -> Optional.of("a whole number of 32 bits");
      case LONG -> Optional.of("a whole number of 64 bits");
      case FLOAT -> Optional.of("a number that a float holds exactly, such as 0 or 0.5");
      case DOUBLE -> Optional.of("a number");
      case STRING -> Optional.of("text, quoted where YAML takes it for something else");
      case DATE -> Optional.of("a day such as '2026-12-31'");
      case TIMESTAMP ->
          Optional.of("a time in UTC such as '2026-12-31T00:00:00Z', of whole microseconds");
      case BYTES -> Optional.empty();
    };
  }

  private static Optional<Serializable> value(JsonNode node, FieldType type) {
    if (type instanceof Decimal decimal) {
      return decimal(node, decimal);
    }

    return switch ((Scalar) type) {
      case BOOLEAN -> given(node.isBoolean(), node.booleanValue());
      case INTEGER -> given(node.isIntegralNumber() && node.canConvertToInt(), node.longValue());
      case LONG -> given(node.isIntegralNumber() && node.canConvertToLong(), node.longValue());
      case FLOAT ->
          given(node.isNumber() && node.floatValue() == node.doubleValue(), node.doubleValue());
      case DOUBLE ->
          given(node.isNumber() && Double.isFinite(node.doubleValue()), node.doubleValue());
      case STRING -> given(node.isTextual(), node.textValue());
      case DATE -> time(node, HistoryParser::days);
      case TIMESTAMP -> time(node, HistoryParser::micros);
      case BYTES -> Optional.empty();
    };
  }

  private static Optional<Serializable> given(boolean fits, Serializable value) {
    return fits ? Optional.of(value) : Optional.empty();
  }

  private static Optional<Serializable> decimal(JsonNode node, Decimal type) {
    if (!node.isNumber()) {
      return Optional.empty();
    }
    try {
      BigDecimal value = node.decimalValue().setScale(type.scale(), RoundingMode.UNNECESSARY);

      return given(value.precision() <= type.precision(), value);
    } catch (ArithmeticException moreDigits) {
      return Optional.empty();
    }
  }

  private interface TimeReader {
    long read(String text);
  }

  private static Optional<Serializable> time(JsonNode node, TimeReader reader) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(node.textValue()));
    } catch (DateTimeException | ArithmeticException noTime) {
      return Optional.empty();
    }
  }

  private static long days(String text) {
    LocalDate day = LocalDate.parse(text);
    requireYear(day.getYear());

    return day.toEpochDay();
  }

  private static long micros(String text) {
    Instant time = Instant.parse(text);
    requireYear(time.atOffset(ZoneOffset.UTC).getYear());
    if (!time.truncatedTo(ChronoUnit.MICROS).equals(time)) {
      throw new DateTimeException("finer than microseconds");
    }

    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** Of those that events may have. */
  private static void requireYear(int year) {
    if (year < 1 || year > 9999) {
      throw new DateTimeException("no year from 1 to 9999");
    }
  }

  /** A name that two columns answer to would be nobody's. */
  void checkNames(Columns columns) {
    for (Column column : columns.readable()) {
      for (String name : column.field().history().formerNames()) {
        boolean isOthersFormer =
            columns.readable().stream()
                .anyMatch(
                    other ->
                        !other.equals(column)
                            && other.field().history().formerNames().contains(name));
        if (columns.names().contains(name) || isOthersFormer) {
          findings.add(
              column.custom().place(ContractKey.FORMER_NAMES),
              "there is another column %s, or %s is its name still".formatted(name, name),
              "names that no column has any more");
        }
      }
    }
  }
}

package io.freshet.warehouse.trino.view;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.warehouse.trino.SqlText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A column with its contract's default where rows from before it have none. */
final class FilledColumn {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

  private FilledColumn() {}

  /**
   * In Trino's SQL.
   *
   * @param parent the object that the column is a part of; where that is null, so is the part
   */
  static String of(Field field, String expression, Optional<String> parent) {
    if (field.history().defaultValue().isEmpty()) {
      return expression;
    }
    String filled =
        "coalesce(%s, %s)"
            .formatted(expression, literal(field.type(), field.history().defaultValue().get()));

    return parent
        .map(object -> "if(%s IS NULL, NULL, %s)".formatted(object, filled))
        .orElse(filled);
  }

  private static String literal(FieldType type, Object value) {
    if (type instanceof FieldType.Decimal) {
      return "DECIMAL '%s'".formatted(((BigDecimal) value).toPlainString());
    }

    return switch ((Scalar) type) {
      case BOOLEAN -> value.toString();
      case INTEGER -> "INTEGER '%s'".formatted(value);
      case LONG -> "BIGINT '%s'".formatted(value);
      case FLOAT -> "REAL '%s'".formatted(value);
      case DOUBLE -> "DOUBLE '%s'".formatted(value);
      case STRING -> SqlText.text(value.toString());
      case DATE -> "DATE '%s'".formatted(LocalDate.ofEpochDay((Long) value));
      case TIMESTAMP ->
          "TIMESTAMP '%s'"
              .formatted(TIME.format(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS)));
      case BYTES -> throw new IllegalArgumentException("Bytes have no default");
    };
  }
}

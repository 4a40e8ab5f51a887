package io.freshet.batch.landing.database;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.sql.Types;
import java.util.Optional;
import java.util.Set;

/**
 * How Postgres itself writes the value of a column as JSON of what a contract has there. It knows
 * its own types, of which an engine between would make others, or round them: numbers without a
 * precision, {@code infinity}, documents, lists of an enum.
 */
public final class PostgresJson implements ForeignTypes<String> {
  private static final Set<String> NUMBERS =
      Set.of(
          "int2",
          "int4",
          "int8",
          "smallserial",
          "serial",
          "bigserial",
          "numeric",
          "float4",
          "float8");

  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar");
  private static final Set<String> DOCUMENTS = Set.of("json", "jsonb");
  private static final String BYTES = "bytea";
  private static final String TIME = "timestamptz";
  private static final String TIME_WITHOUT_ZONE = "timestamp";

  private final Optional<String> zone;

  /**
   * @param zone of times that are kept without one
   */
  public PostgresJson(Optional<String> zone) {
    this.zone = zone;
  }

  @Override
  public Optional<String> of(ForeignColumn column, Field field) {
    String name = quoted(column.name());
    if (field.json().isAny()) {
      return Optional.of(name).filter(any -> !column.type().equals(BYTES));
    }
    if (field.type() == Scalar.STRING) {
      return text(column, name);
    }
    if (field.type() == Scalar.TIMESTAMP) {
      return TEXTS.contains(column.type()) ? Optional.of(name) : time(column, name);
    }
    if (field.type() == Scalar.BYTES) {
      // Its base64 has line breaks, which nobody else's has.
      return column.type().equals(BYTES)
          ? Optional.of("translate(encode(%s, 'base64'), E'\\n', '')".formatted(name))
          : Optional.empty();
    }

    return isAlike(column, field.type()) ? Optional.of(name) : Optional.empty();
  }

  @Override
  public String problem(ForeignColumn column) {
    return column.type().equals(TIME_WITHOUT_ZONE) && zone.isEmpty()
        ? ", whose zone the setting landing.zone has to say"
        : "";
  }

  private Optional<String> text(ForeignColumn column, String name) {
    if (column.type().equals(BYTES)) {
      return Optional.empty();
    }

    return time(column, name)
        .or(() -> Optional.of("%s::text".formatted(name)))
        .filter(known -> !column.type().equals(TIME_WITHOUT_ZONE) || zone.isPresent());
  }

  /** In UTC, whatever zone the session has; that of old times has seconds, which no text may. */
  private Optional<String> time(ForeignColumn column, String name) {
    if (column.type().equals(TIME)) {
      return Optional.of(utc(name));
    }

    return column.type().equals(TIME_WITHOUT_ZONE)
        ? zone.map(known -> utc("(%s AT TIME ZONE '%s')".formatted(name, known)))
        : Optional.empty();
  }

  private static String utc(String time) {
    return "(to_json(%s AT TIME ZONE 'UTC') #>> '{}') || 'Z'".formatted(time);
  }

  private static boolean isAlike(ForeignColumn column, FieldType type) {
    if (type instanceof FieldType.Struct) {
      return DOCUMENTS.contains(column.type()) || column.jdbcType() == Types.STRUCT;
    }
    if (type instanceof FieldType.Sequence) {
      return DOCUMENTS.contains(column.type()) || column.jdbcType() == Types.ARRAY;
    }
    if (type == Scalar.BOOLEAN) {
      return column.type().equals("bool");
    }
    if (type == Scalar.DATE) {
      return column.type().equals("date") || TEXTS.contains(column.type());
    }

    return NUMBERS.contains(column.type());
  }

  public static String quoted(String name) {
    return "\"%s\"".formatted(name.replace("\"", "\"\""));
  }
}

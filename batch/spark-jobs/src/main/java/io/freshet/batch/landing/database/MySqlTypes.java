package io.freshet.batch.landing.database;

import io.freshet.batch.landing.database.MySqlCell.Kind;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How MySQL, and MariaDB, which took its types over, is asked for the value of a column. It writes
 * each as a text: what drivers and the engine between make of its types differs between drivers, or
 * rests on the zone of the process.
 */
public final class MySqlTypes implements ForeignTypes<MySqlCell> {
  private static final Pattern ADDITIONS = Pattern.compile(" (UNSIGNED|ZEROFILL)");
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT");
  private static final Set<String> FRACTIONS = Set.of("DECIMAL", "DOUBLE");
  private static final Set<String> BYTES =
      Set.of("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB");
  private static final Set<Integer> TEXTS =
      Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR);

  private static final String BIT = "BIT";
  private static final String DATE = "DATE";
  private static final String TIME = "TIMESTAMP";
  private static final String TIME_WITHOUT_ZONE = "DATETIME";

  private final Optional<String> zone;

  /**
   * @param zone of times that are kept without one
   */
  public MySqlTypes(Optional<String> zone) {
    this.zone = zone;
  }

  @Override
  public Optional<MySqlCell> of(ForeignColumn column, Field field) {
    if (field.json().isAny()) {
      return number(column)
          .or(() -> document(column))
          .or(() -> time(column))
          .or(() -> text(column));
    }
    if (field.type() == Scalar.STRING) {
      return text(column);
    }
    if (field.type() == Scalar.TIMESTAMP) {
      return isText(column) ? text(column) : time(column);
    }
    if (field.type() == Scalar.DATE) {
      return isText(column) || type(column).equals(DATE) ? text(column) : Optional.empty();
    }
    if (field.type() == Scalar.BOOLEAN) {
      return truth(column);
    }
    if (field.type() == Scalar.BYTES) {
      return BYTES.contains(type(column))
          ? Optional.of(MySqlCell.of("TO_BASE64(%s)".formatted(name(column)), Kind.BYTES))
          : Optional.empty();
    }
    if (field.type() instanceof FieldType.Struct || field.type() instanceof FieldType.Sequence) {
      return document(column);
    }

    return number(column);
  }

  @Override
  public String problem(ForeignColumn column) {
    return type(column).equals(TIME_WITHOUT_ZONE) && zone.isEmpty()
        ? ", whose zone the setting landing.zone has to say"
        : "";
  }

  /** Whether it may number rows: of others MySQL would go by what it makes of them. */
  public boolean isKey(ForeignColumn column) {
    return WHOLE_NUMBERS.contains(type(column)) || type(column).equals("DECIMAL");
  }

  private Optional<MySqlCell> number(ForeignColumn column) {
    String type = type(column);
    if (type.equals("FLOAT")) {
      // As a text it has six digits.
      return Optional.of(MySqlCell.of("%s + 0e0".formatted(name(column)), Kind.FLOAT));
    }
    if (FRACTIONS.contains(type)) {
      return Optional.of(MySqlCell.of(name(column), Kind.NUMBER));
    }

    return whole(column, Kind.NUMBER);
  }

  /** The sum is a number, which bits and years are not. */
  private static Optional<MySqlCell> whole(ForeignColumn column, Kind kind) {
    String type = type(column);

    return WHOLE_NUMBERS.contains(type) || type.equals(BIT) || type.equals("YEAR")
        ? Optional.of(MySqlCell.of("%s + 0".formatted(name(column)), kind))
        : Optional.empty();
  }

  /** MySQL's own truth value is a TINYINT(1), which may hold other numbers. */
  private static Optional<MySqlCell> truth(ForeignColumn column) {
    String type = type(column);

    return type.equals(BIT) || type.equals("TINYINT") || type.equals("BOOLEAN")
        ? Optional.of(MySqlCell.of("%s + 0".formatted(name(column)), Kind.TRUTH))
        : Optional.empty();
  }

  private static Optional<MySqlCell> document(ForeignColumn column) {
    return type(column).equals("JSON")
        ? Optional.of(MySqlCell.of(name(column), Kind.DOCUMENT))
        : Optional.empty();
  }

  private Optional<MySqlCell> time(ForeignColumn column) {
    String type = type(column);
    if (type.equals(TIME)) {
      // Not as a text, which would be of the session's zone.
      return Optional.of(MySqlCell.of("UNIX_TIMESTAMP(%s)".formatted(name(column)), Kind.TIME));
    }

    return type.equals(TIME_WITHOUT_ZONE) && zone.isPresent()
        ? Optional.of(MySqlCell.of(name(column), Kind.TIME_WITHOUT_ZONE))
        : Optional.empty();
  }

  /** What is bytes, or nothing that is known here, becomes none. */
  private Optional<MySqlCell> text(ForeignColumn column) {
    String type = type(column);
    if (type.equals(TIME) || type.equals(TIME_WITHOUT_ZONE)) {
      return time(column);
    }
    if (type.equals(BIT)) {
      return whole(column, Kind.TEXT);
    }
    boolean isKnown =
        isText(column)
            || number(column).isPresent()
            || Set.of(DATE, "TIME", "JSON", "UUID").contains(type);

    return isKnown ? Optional.of(MySqlCell.of(name(column), Kind.TEXT)) : Optional.empty();
  }

  private static boolean isText(ForeignColumn column) {
    return TEXTS.contains(column.jdbcType()) && !type(column).equals("JSON");
  }

  /** Of some columns drivers say in its name that no number is below zero. */
  private static String type(ForeignColumn column) {
    return ADDITIONS.matcher(column.type().toUpperCase(Locale.ROOT)).replaceAll("");
  }

  private static String name(ForeignColumn column) {
    return quoted(column.name());
  }

  public static String quoted(String name) {
    return "`%s`".formatted(name.replace("`", "``"));
  }
}

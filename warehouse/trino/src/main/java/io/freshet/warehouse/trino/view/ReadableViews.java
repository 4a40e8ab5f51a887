package io.freshet.warehouse.trino.view;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.warehouse.trino.SqlText;
import io.freshet.warehouse.trino.view.LakeView.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * For each stream's table a view that is easy to read: latitudes and longitudes as doubles, parts
 * of objects as columns of their own, bytes as text, defaults where rows are older than their
 * column, of a reference only the newest row per key, of the platform's columns only when the row
 * was received.
 */
public final class ReadableViews {
  private static final Namespace NAMESPACE = Namespace.of("views");
  private static final String RECEIVED_AT = "received_at";
  private static final List<String> COORDINATES = List.of("latitude", "longitude");

  private ReadableViews() {}

  public static List<LakeView> of(Contracts contracts) {
    List<LakeView> views = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      if (contract.stream().isPresent() && contract.table().isPresent()) {
        views.add(of(contract));
      }
    }
    views.add(deadLettersByCause(contracts.deadLetters()));

    return views;
  }

  /** Of one stream's table. */
  public static LakeView of(Contract contract) {
    return of(contract, NAMESPACE, table(contract), column -> true, List.of());
  }

  /**
   * The same over some of the table's rows and columns.
   *
   * @param rows what stands behind FROM
   * @param has which columns these rows have
   * @param besides columns of the platform that are shown as they are
   */
  static LakeView of(
      Contract contract,
      Namespace namespace,
      String rows,
      Predicate<String> has,
      List<NestedField> besides) {
    List<Selected> selected = new ArrayList<>();
    TableLayout layout = TableLayout.of(contract);
    Set<String> taken = new HashSet<>();
    contract.schema().fields().forEach(field -> taken.add(field.name()));
    List<Field> fields =
        contract.schema().fields().stream().filter(field -> has.test(field.name())).toList();
    for (Field field : fields) {
      Type type = layout.schema().findField(field.name()).type();
      Place place =
          new Place(SqlText.name(field.name()), Optional.empty(), isMasked(contract, field));
      selected.addAll(flattened(field, type, place, field.name(), taken));
    }
    if (contract.stream().isPresent() && !taken.contains(RECEIVED_AT)) {
      selected.add(
          new Selected(
              SqlText.name(PlatformColumns.RECEIVED_AT),
              new Column(
                  RECEIVED_AT, Types.TimestampType.withZone(), "When the platform received it")));
    }
    besides.forEach(
        column ->
            selected.add(
                new Selected(
                    SqlText.name(column.name()),
                    new Column(column.name(), column.type(), column.doc()))));

    return new LakeView(
        TableIdentifier.of(namespace, contract.name()),
        comment(contract),
        selected.stream().map(Selected::column).toList(),
        sql(contract, selected, rows));
  }

  /** A default must not stand where a role sees null instead of a value. */
  private static boolean isMasked(Contract contract, Field column) {
    return contract.access().roles().stream().anyMatch(role -> role.masks(column));
  }

  /**
   * Where a column's values are.
   *
   * @param parent the object whose part it is
   * @param isMasked whether some role sees null in their place
   */
  private record Place(String expression, Optional<String> parent, boolean isMasked) {
    Place part(String name) {
      return new Place(expression + "." + SqlText.name(name), Optional.of(expression), isMasked);
    }

    String filled(Field field) {
      return isMasked ? expression : FilledColumn.of(field, expression, parent);
    }
  }

  /** A column of the view and what it is made of. */
  private record Selected(String expression, Column column) {
    String print() {
      return "  %s AS %s".formatted(expression, SqlText.name(column.name()));
    }
  }

  private static String comment(Contract contract) {
    return "%s Easy to read; the whole is in %s%s"
        .formatted(
            sentence(contract.documentation().purpose()),
            TableLayout.name(contract),
            isReference(contract)
                ? ". Only the newest row per %s".formatted(contract.schema().keys().partitionKey())
                : "");
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static boolean isReference(Contract contract) {
    return contract.kind() == Contract.Kind.REFERENCE;
  }

  private static String sql(Contract contract, List<Selected> selected, String rows) {
    String columns = selected.stream().map(Selected::print).collect(Collectors.joining(",\n"));
    if (!isReference(contract)) {
      return "SELECT\n%s\nFROM %s".formatted(columns, rows);
    }

    return """
    SELECT
    %s
    FROM (
      SELECT *, row_number() OVER (PARTITION BY %s ORDER BY %s DESC, %s DESC) AS _newest
      FROM %s
    )
    WHERE _newest = 1\
    """
        .formatted(
            columns,
            SqlText.name(contract.schema().keys().partitionKey()),
            SqlText.name(contract.schema().keys().eventTime()),
            SqlText.name(PlatformColumns.OFFSET),
            rows);
  }

  static String table(Contract contract) {
    return SqlText.name(contract.requireTable().namespace()) + "." + SqlText.name(contract.name());
  }

  /** An object whose parts would take another column's name stays as it is. */
  private static List<Selected> flattened(
      Field field, Type type, Place place, String name, Set<String> taken) {
    if (field.type() instanceof FieldType.Struct struct) {
      List<String> names = struct.fields().stream().map(part -> name + "_" + part.name()).toList();
      if (names.stream().noneMatch(taken::contains)) {
        taken.addAll(names);
        List<Selected> parts = new ArrayList<>();
        for (Field part : struct.fields()) {
          Type partType = type.asStructType().field(part.name()).type();
          parts.addAll(
              flattened(part, partType, place.part(part.name()), name + "_" + part.name(), taken));
        }

        return parts;
      }
    }

    return List.of(plain(field, type, place, name));
  }

  private static Selected plain(Field field, Type type, Place place, String name) {
    String expression = place.filled(field);
    if (field.type() instanceof FieldType.Decimal && isCoordinate(field.name())) {
      return new Selected(
          "CAST(%s AS double)".formatted(expression),
          new Column(name, Types.DoubleType.get(), field.description()));
    }
    if (field.type() == FieldType.Scalar.BYTES) {
      return new Selected(
          "from_utf8(%s)".formatted(expression),
          new Column(name, Types.StringType.get(), field.description() + "; as UTF-8 text"));
    }

    return new Selected(expression, new Column(name, type, field.description()));
  }

  private static boolean isCoordinate(String name) {
    return COORDINATES.stream().anyMatch(word -> name.equals(word) || name.endsWith("_" + word));
  }

  private static LakeView deadLettersByCause(Contract deadLetters) {
    Type string = Types.StringType.get();
    Type time = Types.TimestampType.withZone();

    return new LakeView(
        TableIdentifier.of(NAMESPACE, deadLetters.name() + "_by_cause"),
        "What was refused and why, one row per contract and cause",
        List.of(
            new Column("contract", string, "The contract whose stream the records came from"),
            new Column("cause", string, "Why they were refused"),
            new Column("events", Types.LongType.get(), "How many were refused"),
            new Column("first_refused", time, "When the platform received the first; UTC"),
            new Column("last_refused", time, "When the platform received the newest; UTC"),
            new Column("newest_detail", string, "The newest one's cause in words")),
        """
        SELECT
          contract,
          cause,
          count(*) AS events,
          min(event_time) AS first_refused,
          max(event_time) AS last_refused,
          max_by(detail, event_time) AS newest_detail
        FROM %s
        GROUP BY contract, cause\
        """
            .formatted(table(deadLetters)));
  }
}

package io.freshet.warehouse.trino.view;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.warehouse.trino.SqlText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types.NestedField;

/**
 * For each table of a cut a view as {@link ReadableViews} makes them, over the rows that the cut
 * holds: {@code cut_2026_11_29_07.dasher_pings}. It has the platform's columns too, so that a query
 * of the table, such as a dbt model, is one of the view.
 */
public final class CutViews {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private CutViews() {}

  /** The name of a table's view. */
  public static TableIdentifier name(CutName cut, String table) {
    return TableIdentifier.of(Cuts.namespace(cut), TableIdentifier.parse(table).name());
  }

  /**
   * @param columns those that the table had at the cut: what came later is not in the view
   */
  public static LakeView of(Contract contract, CutName cut, Set<String> columns) {
    return view(
        contract, cut, atTag(contract, cut) + " WHERE " + in(contract, cut), columns::contains);
  }

  /** Of a table that had never been written. */
  public static LakeView ofNothing(Contract contract, CutName cut) {
    return view(contract, cut, ReadableViews.table(contract) + " WHERE false", column -> true);
  }

  /** How many rows the cut holds. */
  public static String countThen(Contract contract, CutName cut) {
    return "SELECT count(*) FROM %s WHERE %s".formatted(atTag(contract, cut), in(contract, cut));
  }

  /** How many it would hold if it were made now. */
  public static String countNow(Contract contract, CutName cut) {
    return "SELECT count(*) FROM %s WHERE %s"
        .formatted(ReadableViews.table(contract), in(contract, cut));
  }

  private static LakeView view(Contract contract, CutName cut, String rows, Predicate<String> has) {
    List<NestedField> platform =
        TableLayout.of(contract).schema().columns().stream()
            .filter(PlatformColumns::isOfPlatform)
            .filter(column -> has.test(column.name()))
            .toList();

    return ReadableViews.of(
        contract, Cuts.namespace(cut), "(SELECT * FROM %s)".formatted(rows), has, platform);
  }

  private static String atTag(Contract contract, CutName cut) {
    return "%s FOR VERSION AS OF %s"
        .formatted(ReadableViews.table(contract), SqlText.text(cut.toString()));
  }

  /** Days, whose end is another instant in each market, are in it once they end nowhere later. */
  private static String in(Contract contract, CutName cut) {
    String eventTime = contract.schema().keys().eventTime();
    Scalar type =
        contract.schema().fields().stream()
            .filter(field -> field.name().equals(eventTime))
            .map(Field::type)
            .filter(Scalar.class::isInstance)
            .map(Scalar.class::cast)
            .findFirst()
            .orElseThrow();
    String bound =
        type == Scalar.DATE
            ? "DATE '%s'".formatted(cut.firstOpenDay())
            : "TIMESTAMP '%s UTC'".formatted(TIME.format(cut.bound().atOffset(ZoneOffset.UTC)));

    return "%s < %s".formatted(SqlText.name(eventTime), bound);
  }
}

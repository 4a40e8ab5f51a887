package io.freshet.console.page;

import io.freshet.console.reading.Reading;
import io.freshet.console.rows.Grid;
import io.freshet.console.rows.SampleReader;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some rows of a table, as the console's role sees them.
 *
 * @param rows empty where none are read
 * @param unread why none are
 * @param masked columns that the role does not see
 * @param only which rows the role sees, where not all
 * @param question where a question about it can be asked
 */
public record RowsView(
    Viewer viewer,
    Optional<Reading<Grid>> rows,
    String unread,
    List<String> masked,
    Optional<String> only,
    String question,
    List<Command> commands) {
  /**
   * @param reader of rows by the table's name; asked only where the role may read it
   */
  public static RowsView of(
      Contract contract, Viewer viewer, Function<String, Reading<Grid>> reader) {
    String table = TableLayout.name(contract).toString();
    Optional<RoleAccess> access = viewer.access(contract);
    String sql = "select * from %s limit %d".formatted(table, SampleReader.ROWS);
    boolean isRead = viewer.hasTrino() && access.isPresent();

    return new RowsView(
        viewer,
        isRead ? Optional.of(reader.apply(table)) : Optional.empty(),
        unread(contract, viewer, access),
        access
            .map(
                role ->
                    contract.schema().fields().stream()
                        .filter(role::masks)
                        .map(Field::name)
                        .toList())
            .orElse(List.of()),
        access
            .flatMap(RoleAccess::onlyWhere)
            .map(only -> "%s is %s".formatted(only.column(), String.join(" or ", only.values()))),
        Links.with(Links.QUERY, Map.of("sql", sql)),
        List.of(new Command("The same on a terminal, as you", "./freshet sql \"" + sql + "\"")));
  }

  private static String unread(Contract contract, Viewer viewer, Optional<RoleAccess> access) {
    if (!viewer.hasTrino()) {
      return Viewer.NO_TRINO;
    }

    return access.isPresent()
        ? ""
        : "The role %s, as which the console reads, may not read this table. Its contract lets %s."
            .formatted(
                viewer.role(),
                Texts.joined(contract.access().roles().stream().map(RoleAccess::name).toList()));
  }
}

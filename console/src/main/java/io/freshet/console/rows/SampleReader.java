package io.freshet.console.rows;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.SqlText;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads some rows of a table as the console's role sees them. Thread-safe. */
public final class SampleReader {
  /** How many rows are shown; which ones is Trino's choice: whichever it reads first. */
  public static final int ROWS = 20;

  private static final QueryLimits LIMITS =
      new QueryLimits(ROWS, 200_000, Duration.ofSeconds(20), 1_000_000_000);

  /** All but the id that the sender gave: contracts may call it personal. */
  private static final Set<String> OF_PLATFORM =
      Set.of(
          PlatformColumns.SOURCE,
          PlatformColumns.PARTITION,
          PlatformColumns.OFFSET,
          PlatformColumns.RECEIVED_AT,
          PlatformColumns.ORIGIN);

  private final RoleConnection connection;
  private final Viewer viewer;

  public SampleReader(RoleConnection connection, Viewer viewer) {
    this.connection = connection;
    this.viewer = viewer;
  }

  /**
   * Some rows of the contract's table.
   *
   * @throws FreshetException when the role may not read it, or Trino does not answer
   */
  public Grid read(Contract contract) {
    RoleAccess access =
        viewer
            .access(contract)
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "The contract %s grants the role %s nothing"
                            .formatted(contract.name(), viewer.role())));
    Set<String> shown =
        contract.schema().fields().stream()
            .filter(field -> !access.masks(field))
            .map(Field::name)
            .collect(Collectors.toSet());
    try (TrinoClient client = connection.open(LIMITS)) {
      return Grid.of(
          client.ask(statement(contract), LIMITS),
          column -> !shown.contains(column) && !OF_PLATFORM.contains(column));
    }
  }

  private static String statement(Contract contract) {
    String namespace = TableLayout.name(contract).namespace().toString();

    // One more than is shown, so that it is known whether these are all.
    return "SELECT * FROM %s.%s LIMIT %d"
        .formatted(SqlText.name(namespace), SqlText.name(contract.name()), ROWS + 1);
  }
}

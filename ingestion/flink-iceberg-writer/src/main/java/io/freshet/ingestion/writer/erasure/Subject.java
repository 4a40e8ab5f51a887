package io.freshet.ingestion.writer.erasure;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import io.freshet.ingestion.writer.table.RowFiles;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;

/**
 * A table that may know the person.
 *
 * @param rows that are about them
 * @param column that says so, of the table or of the events that it keeps
 * @param queries each of which must be answered with 0 once they are gone
 * @param logBegins of a stream's table, the first offset that the log still has, by partition
 */
public record Subject(
    Contract contract,
    Table table,
    RowChoice rows,
    String column,
    List<String> queries,
    Map<Position, Long> logBegins) {
  public Subject {
    queries = List.copyOf(queries);
    logBegins = Map.copyOf(logBegins);
  }

  /** A table whose rows are each about one person, by themselves or by an entity of theirs. */
  public static Subject of(
      Contract contract, Table table, PersonRows rows, Map<Position, Long> logBegins) {
    String query =
        "SELECT count(*) FROM %s WHERE %s".formatted(TableLayout.name(contract), rows.sql());

    return new Subject(contract, table, rows, rows.column(), List.of(query), logBegins);
  }

  /**
   * The table of dead letters.
   *
   * @param contracts whose events may be about such persons, by name
   * @param names of what says whom they are about: of columns, and of their members in JSON
   * @param column that does, of the first of these contracts
   * @param id of the person, as a person writes it
   */
  public static Subject deadLetters(
      Contract contract,
      Table table,
      Collection<String> contracts,
      Collection<String> names,
      String column,
      String id,
      SchemaRegistry registry) {
    PersonLetters letters = new PersonLetters(contracts, names, id, registry);

    return new Subject(contract, table, letters, column, List.of(), Map.of());
  }

  /** Namespace and name. */
  String name() {
    return TableLayout.name(contract).toString();
  }

  /**
   * Takes rows as a table of this kind notes them.
   *
   * @param others takes what is to stay of them
   */
  TakenRows taken(RowFiles others) {
    if (contract.name().equals(Contracts.DEAD_LETTERS)) {
      return new BlankedLetters(name(), table, others);
    }

    return contract.stream().isPresent()
        ? new TakenRecords(table, logBegins)
        : new TakenDays(contract.schema().keys().eventTime());
  }
}

package io.freshet.ingestion.writer.erasure;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import java.util.Map;
import org.apache.iceberg.Table;

/**
 * A table that may know the person.
 *
 * @param rows that are about them
 * @param logBegins of a stream's table, the first offset that the log still has, by partition
 */
public record Subject(
    Contract contract, Table table, PersonRows rows, Map<Position, Long> logBegins) {
  public Subject {
    logBegins = Map.copyOf(logBegins);
  }

  /** Namespace and name. */
  String name() {
    return TableLayout.name(contract).toString();
  }

  /** Takes rows as a table of this kind notes them. */
  TakenRows taken() {
    return contract.stream().isPresent()
        ? new TakenRecords(table, logBegins)
        : new TakenDays(contract.schema().keys().eventTime());
  }

  /** A question that must be answered with 0 once they are gone. */
  String query() {
    return "SELECT count(*) FROM %s WHERE %s".formatted(name(), rows.sql());
  }
}

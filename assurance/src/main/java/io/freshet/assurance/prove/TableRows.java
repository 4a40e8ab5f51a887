package io.freshet.assurance.prove;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the identities of a table's rows, and nothing else of them. */
final class TableRows {
  private TableRows() {}

  static Map<Position, Offsets> identities(Table table) {
    return identities(table, Expressions.alwaysTrue());
  }

  /** The dead letters of one contract, under the numbers of the dead-letter table's ledger. */
  static Map<Position, Offsets> deadLetters(Table deadLetters, String topic) {
    return identities(deadLetters, Expressions.equal("contract", topic));
  }

  private static Map<Position, Offsets> identities(Table table, Expression filter) {
    Map<Position, Offsets> identities = new HashMap<>();
    if (table.currentSnapshot() == null) {
      return identities;
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .where(filter)
            .select(PlatformColumns.SOURCE, PlatformColumns.PARTITION, PlatformColumns.OFFSET)
            .build()) {
      for (Record row : rows) {
        // By name: a filter's columns come along, in front of the selected ones.
        Position position =
            new Position(
                (Integer) row.getField(PlatformColumns.SOURCE),
                (Integer) row.getField(PlatformColumns.PARTITION));
        identities
            .computeIfAbsent(position, first -> new Offsets())
            .add((Long) row.getField(PlatformColumns.OFFSET));
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return identities;
  }
}

package io.freshet.ingestion.writer.table;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Which records of a stretch that is read again the dead-letter table holds. There is such a
 * stretch when the dead letters of a checkpoint were committed, its rows were not, and the job was
 * then started without its state. What was refused then stays refused, even if it could be decoded
 * by now: otherwise it would be a row and a dead letter. Not thread-safe.
 */
final class HeldDeadLetters {
  private final Table table;
  private final Map<Position, Set<Long>> offsets = new HashMap<>();

  HeldDeadLetters(Table table) {
    this.table = table;
  }

  /**
   * @param end where the table's ledger ends; offsets of a partition are asked for in order
   */
  boolean contains(Position position, long offset, long end) {
    return offset < end
        && offsets.computeIfAbsent(position, each -> read(each, offset, end)).contains(offset);
  }

  /** Lets the offsets of a source be read again. */
  void forget(int source) {
    offsets.keySet().removeIf(position -> position.source() == source);
  }

  private Set<Long> read(Position position, long from, long end) {
    Set<Long> held = new HashSet<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .where(Expressions.equal(PlatformColumns.SOURCE, position.source()))
            .where(Expressions.equal(PlatformColumns.PARTITION, position.partition()))
            .where(Expressions.greaterThanOrEqual(PlatformColumns.OFFSET, from))
            .where(Expressions.lessThan(PlatformColumns.OFFSET, end))
            .select(PlatformColumns.OFFSET)
            .build()) {
      rows.forEach(row -> held.add((Long) row.getField(PlatformColumns.OFFSET)));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot read %s from offset %d on: %s".formatted(table.name(), from, e.getMessage()),
          e);
    }

    return held;
  }
}

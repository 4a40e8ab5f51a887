package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Which records of some stretches the table of dead letters holds. */
final class DeadLetterOffsets {
  private DeadLetterOffsets() {}

  /**
   * @param source the stretches' topic
   * @return offsets by partition, under the number that the stretches have
   */
  static Map<Position, Set<Long>> of(Table deadLetters, LogSource source, List<Stretch> stretches) {
    OptionalInt number = Ledger.of(deadLetters.properties()).numberOf(source);
    Map<Position, Set<Long>> offsets = new HashMap<>();
    if (number.isEmpty() || deadLetters.currentSnapshot() == null) {
      return offsets;
    }
    for (Stretch stretch : stretches) {
      read(deadLetters, number.getAsInt(), stretch)
          .forEach(
              offset ->
                  offsets
                      .computeIfAbsent(stretch.position(), first -> new HashSet<>())
                      .add(offset));
    }

    return offsets;
  }

  private static Set<Long> read(Table deadLetters, int source, Stretch stretch) {
    Set<Long> offsets = new HashSet<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(deadLetters)
            .where(
                Expressions.and(
                    Expressions.equal(PlatformColumns.SOURCE, source),
                    Expressions.equal(PlatformColumns.PARTITION, stretch.position().partition()),
                    Expressions.greaterThanOrEqual(PlatformColumns.OFFSET, stretch.from()),
                    Expressions.lessThan(PlatformColumns.OFFSET, stretch.end())))
            .select(PlatformColumns.OFFSET)
            .build()) {
      rows.forEach(row -> offsets.add((Long) row.getField(PlatformColumns.OFFSET)));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(deadLetters.name(), e.getMessage()), e);
    }

    return offsets;
  }
}

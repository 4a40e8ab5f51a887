package io.freshet.assurance.prove;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Looks at the rows of events that were sent again after they had been refused: each origin may
 * have one. Files without any such row are passed over by what manifests say of them.
 */
final class RedrivenRows {
  private final Map<String, Row> firsts = new HashMap<>();
  private final TreeSet<Row> doubled = new TreeSet<>();

  private RedrivenRows() {}

  private record Row(int source, int partition, long offset) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int order =
          Position.ORDER.compare(
              new Position(source, partition), new Position(other.source, other.partition));

      return order == 0 ? Long.compare(offset, other.offset) : order;
    }
  }

  /** The rows of events that have an earlier row, whatever was proved of them before. */
  static List<Proof.Stretch> doubled(Table table) {
    RedrivenRows rows = new RedrivenRows();
    if (table.currentSnapshot() != null
        && table.schema().findField(PlatformColumns.ORIGIN) != null) {
      rows.read(table);
    }

    return rows.stretches();
  }

  private void read(Table table) {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .where(Expressions.notNull(PlatformColumns.ORIGIN))
            .select(
                PlatformColumns.SOURCE,
                PlatformColumns.PARTITION,
                PlatformColumns.OFFSET,
                PlatformColumns.ORIGIN)
            .build()) {
      for (Record row : rows) {
        add(
            (String) row.getField(PlatformColumns.ORIGIN),
            new Row(
                (Integer) row.getField(PlatformColumns.SOURCE),
                (Integer) row.getField(PlatformColumns.PARTITION),
                (Long) row.getField(PlatformColumns.OFFSET)));
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  /** One identity twice is a fault that others find. */
  private void add(String origin, Row row) {
    Row first = firsts.putIfAbsent(origin, row);
    if (first == null || first.equals(row)) {
      return;
    }
    boolean isEarlier = row.compareTo(first) < 0;
    doubled.add(isEarlier ? first : row);
    if (isEarlier) {
      firsts.put(origin, row);
    }
  }

  private List<Proof.Stretch> stretches() {
    List<Proof.Stretch> stretches = new ArrayList<>();
    for (Row row : doubled) {
      stretches.add(
          new Proof.Stretch(
              row.source(), row.partition(), row.offset(), row.offset(), Proof.State.DOUBLED, 1));
    }

    return stretches;
  }
}

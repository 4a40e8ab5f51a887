package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import io.freshet.ingestion.writer.rewrite.RowIdentity;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** How many rows there are of each partition, and what their values add up to. Not thread-safe. */
final class StretchSums {
  private final Map<Position, RowHasher> hashers = new TreeMap<>(Position.ORDER);
  private final Map<Position, ValuesHash> sums = new TreeMap<>(Position.ORDER);
  private long rows;

  /** Adds rows of a table. */
  Consumer<Record> adding(Table table) {
    RecordHasher hasher = RecordHasher.of(table);

    return row -> {
      hasher.add(row, of(RowIdentity.position(row)));
      row();
    };
  }

  /** Takes the values of the rows of a partition; each is told by {@link #row}. */
  RowHasher of(Position position) {
    return hashers.computeIfAbsent(position, first -> new RowHasher());
  }

  void row() {
    rows++;
  }

  long rows() {
    return rows;
  }

  /** Of a partition without rows it is {@link ValuesHash#NONE}. */
  ValuesHash sum(Position position) {
    ValuesHash more =
        hashers.containsKey(position) ? hashers.get(position).drain() : ValuesHash.NONE;

    return sums.merge(position, more, ValuesHash::plus);
  }
}

package io.freshet.ingestion.writer.erasure;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import io.freshet.ingestion.writer.rewrite.RowIdentity;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/**
 * Rows that are taken from a stream's table: its ledger loses what they add up to, and keeps their
 * offsets, so that nobody takes them for missing. A row that is there twice counts once, as it was
 * noted once.
 */
final class TakenRecords implements TakenRows {
  private final RecordHasher records;
  private final Ledger held;
  private final Map<Position, Long> logBegins;
  private final Map<Position, Set<Long>> offsets = new TreeMap<>(Position.ORDER);
  private final Map<Position, RowHasher> sums = new TreeMap<>(Position.ORDER);
  private final Map<Position, ValuesHash> drained = new HashMap<>();
  private long rows;

  /**
   * @param logBegins the first offset that the log still has, by partition
   */
  TakenRecords(Table table, Map<Position, Long> logBegins) {
    this.records = RecordHasher.of(table);
    this.held = Ledger.of(table.properties());
    this.logBegins = Map.copyOf(logBegins);
  }

  @Override
  public void accept(Record row) {
    rows++;
    Position position = RowIdentity.position(row);
    long offset = RowIdentity.offset(row);
    // One that was erased before and is back is no longer part of the account.
    if (!held.erased(position).contains(offset)
        && offsets.computeIfAbsent(position, first -> new HashSet<>()).add(offset)) {
      records.add(row, sums.computeIfAbsent(position, first -> new RowHasher()));
    }
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Map<String, String> summary() {
    List<Stretch> stretches =
        offsets.entrySet().stream()
            .map(
                entry ->
                    new Stretch(
                        entry.getKey(),
                        Collections.min(entry.getValue()),
                        Collections.max(entry.getValue()) + 1))
            .toList();

    return Map.of(
        CommitSummary.ERASED,
        Long.toString(rows),
        CommitSummary.REPAIRED,
        LedgerCodec.writeStretches(stretches));
  }

  @Override
  public Map<String, String> properties(Map<String, String> before) {
    Map<Position, ErasedRows> gone = new HashMap<>();
    Map<Position, ValuesHash> values = new HashMap<>();
    offsets.forEach(
        (position, some) -> {
          gone.put(position, ErasedRows.of(some.stream().mapToLong(Long::longValue)));
          values.put(position, sum(position));
        });

    return Map.of(Ledger.PROPERTY, Ledger.of(before).erased(gone, values, logBegins).toJson());
  }

  /** A hasher that is asked forgets what it has added up, and a commit may be tried again. */
  private ValuesHash sum(Position position) {
    return drained.computeIfAbsent(position, first -> sums.get(first).drain());
  }
}

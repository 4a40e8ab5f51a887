package io.freshet.assurance.prove;

import io.freshet.core.lake.ColumnDefaults;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** What a proof reads of the rows of a stream's table, in one pass. Not thread-safe. */
final class StreamRows {
  private final TableFiles files;
  private final Optional<RecordHasher> hasher;
  private final RowHasher unjudged = new RowHasher();
  private final Map<Position, Offsets> identities = new HashMap<>();
  private final Map<Position, CommitValues> values;
  private final Rewrites rewrites;

  /**
   * @param values takes the values of rows that were not proved before; empty where they don't
   *     matter
   * @param before the ledger that was proved before; its rows are looked at where files changed
   */
  StreamRows(Table table, Map<Position, CommitValues> values, Ledger before, Depth depth) {
    this.files = new TableFiles(table, depth);
    this.values = values;
    this.rewrites = new Rewrites(before);
    this.hasher =
        depth == Depth.VALUES
            ? Optional.of(new RecordHasher(files.columns(), ColumnDefaults.of(table)))
            : Optional.empty();
  }

  void readAll(RowReader reader) {
    files.readAll(reader, row -> fresh(position(row), offset(row), row));
  }

  void read(FileChanges changes) {
    files.read(
        changes.gained(),
        row -> {
          Position position = position(row);
          long offset = offset(row);
          if (rewrites.covers(position, offset)) {
            hash(row, rewrites.gain(position, offset));
          } else {
            fresh(position, offset, row);
          }
        });
    files.read(changes.lost(), row -> hash(row, rewrites.lose(position(row), offset(row))));
  }

  private void fresh(Position position, long offset, Record row) {
    identities.computeIfAbsent(position, first -> new Offsets()).add(offset);
    CommitValues account = values.get(position);
    hash(row, account == null ? unjudged : account.row(offset));
  }

  private void hash(Record row, RowHasher to) {
    hasher.ifPresent(records -> records.add(row, to));
  }

  private static Position position(Record row) {
    return new Position(
        (Integer) row.getField(PlatformColumns.SOURCE),
        (Integer) row.getField(PlatformColumns.PARTITION));
  }

  private static long offset(Record row) {
    return (Long) row.getField(PlatformColumns.OFFSET);
  }

  /** Of the rows that were not proved before. */
  Map<Position, Offsets> identities() {
    return identities;
  }

  List<Proof.Stretch> rewriteFaults() {
    return rewrites.faults();
  }
}

package io.freshet.assurance.prove;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What a proof reads of the rows of a stream's table.
 *
 * @param identities of all rows
 * @param values empty where the proof looks at identities only
 */
record StreamRows(Map<Position, Offsets> identities, Map<Position, CommitValues> values) {
  static StreamRows read(Table table, Ledger ledger, Depth depth) {
    return depth == Depth.IDENTITIES
        ? new StreamRows(TableRows.identities(table), Map.of())
        : whole(table, ledger);
  }

  private static StreamRows whole(Table table, Ledger ledger) {
    Map<Position, Offsets> identities = new HashMap<>();
    Map<Position, CommitValues> values = values(table, ledger);
    if (table.currentSnapshot() == null) {
      return new StreamRows(identities, values);
    }
    RecordHasher hasher = new RecordHasher(table.schema());
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      for (Record row : rows) {
        Position position =
            new Position(
                (Integer) row.getField(PlatformColumns.SOURCE),
                (Integer) row.getField(PlatformColumns.PARTITION));
        long offset = (Long) row.getField(PlatformColumns.OFFSET);
        identities.computeIfAbsent(position, first -> new Offsets()).add(offset);
        CommitValues account = values.get(position);
        if (account != null) {
          hasher.add(row, account.row(offset));
        }
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return new StreamRows(identities, values);
  }

  private static Map<Position, CommitValues> values(Table table, Ledger ledger) {
    Map<Position, List<Range>> told = new HashMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      String ranges = snapshot.summary().get(CommitSummary.RANGES);
      if (ranges != null) {
        LedgerCodec.readRanges(ranges)
            .forEach(
                range ->
                    told.computeIfAbsent(range.position(), first -> new ArrayList<>()).add(range));
      }
    }
    Map<Position, CommitValues> values = new HashMap<>();
    ledger
        .entries()
        .forEach(
            (position, entry) ->
                values.put(
                    position, new CommitValues(entry, told.getOrDefault(position, List.of()))));

    return values;
  }
}

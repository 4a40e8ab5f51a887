package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.ValuesHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * What commits have noted of the values of some stretches, as far as snapshots still tell of them.
 */
final class NotedValues {
  private final List<Range> told = new ArrayList<>();

  private NotedValues() {}

  static NotedValues of(Table table) {
    NotedValues values = new NotedValues();
    Ledger ledger = Ledger.of(table.properties());
    for (Snapshot snapshot : table.snapshots()) {
      String ranges = snapshot.summary().get(CommitSummary.RANGES);
      if (ranges != null) {
        LedgerCodec.readRanges(ranges).stream()
            .filter(range -> !ledger.repairs().touch(range))
            .forEach(values.told::add);
      }
    }

    return values;
  }

  /**
   * What they add up to where the stretches of a partition are whole commits; empty where they are
   * not, or where that has expired.
   *
   * @param records that the log holds in these stretches
   */
  Optional<ValuesHash> of(Position position, List<Stretch> stretches, long records) {
    long seen = 0;
    Optional<ValuesHash> sum = Optional.of(ValuesHash.NONE);
    for (Range range : told) {
      if (stretches.stream().anyMatch(stretch -> stretch.contains(range))) {
        if (range.position().equals(position)) {
          seen += range.counts().seen();
          sum = sum.flatMap(before -> range.counts().values().map(before::plus));
        }
      } else if (range.position().equals(position)
          && stretches.stream().anyMatch(stretch -> stretch.overlaps(range))) {
        return Optional.empty();
      }
    }

    return seen == records ? sum : Optional.empty();
  }

  /** The commits that the stretches have cut through, with all of their offsets. */
  List<Stretch> around(List<Stretch> stretches) {
    return told.stream()
        .filter(range -> stretches.stream().anyMatch(stretch -> stretch.overlaps(range)))
        .map(range -> new Stretch(range.position(), range.first(), range.end()))
        .toList();
  }
}

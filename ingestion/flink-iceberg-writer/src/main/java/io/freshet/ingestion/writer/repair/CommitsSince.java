package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** What the writer has committed to a table since an earlier state. */
final class CommitsSince {
  private final Table table;
  private final Snapshot state;

  CommitsSince(Table table, Snapshot state) {
    this.table = table;
    this.state = state;
  }

  /**
   * One for each partition that something has come of, in order.
   *
   * @throws FreshetException when rows were repaired since: what was noted of them is not known of
   *     the earlier state
   */
  List<Range> ranges() {
    Map<Position, Range> ranges = new TreeMap<>(Position.ORDER);
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (snapshot.snapshotId() == state.snapshotId()) {
        break;
      }
      if (snapshot.summary().containsKey(CommitSummary.REPAIRED)) {
        throw new FreshetException(
            Fault.CALLER,
            "Cannot roll %s back to snapshot %d: %s since; roll it back to snapshot %d or later"
                .formatted(
                    table.name(),
                    state.snapshotId(),
                    snapshot.summary().containsKey(CommitSummary.EXPIRED)
                        ? "its contract's retention has let rows go"
                        : "it was repaired",
                    snapshot.snapshotId()));
      }
      String told = snapshot.summary().get(CommitSummary.RANGES);
      if (told != null) {
        // From the newest on, so that each goes before what is there.
        LedgerCodec.readRanges(told)
            .forEach(
                range -> ranges.merge(range.position(), range, (later, own) -> own.then(later)));
      }
    }

    return new ArrayList<>(ranges.values());
  }
}

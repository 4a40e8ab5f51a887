package io.freshet.ingestion.writer.erasure;

import io.freshet.core.lake.References;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Table;

/**
 * What became of a table's states that hold some rows and are not the current one.
 *
 * @param expired snapshots that were let go
 * @param released tags that were
 * @param left those that still hold rows
 * @param rowsLeft in the current state
 */
record PastStates(List<Long> expired, List<String> released, OlderStates left, long rowsLeft) {
  PastStates {
    expired = List.copyOf(expired);
    released = List.copyOf(released);
  }

  /**
   * Lets go of those that hold the rows, with their files.
   *
   * @param reach how far that may go
   */
  static PastStates letGo(Table table, RowChoice rows, Reach reach) {
    table.refresh();
    OlderStates before = OlderStates.of(table, rows);
    List<String> tags =
        before.kept().stream()
            .filter(kept -> reach.releases(kept.kind()))
            .map(OlderStates.Kept::reference)
            .toList();
    if (!tags.isEmpty()) {
      References.change(table, references -> tags.forEach(references::removeTag));
    }
    List<Long> expired = new ArrayList<>();
    if (reach.expires()) {
      table.refresh();
      expired.addAll(OlderStates.of(table, rows).snapshots());
      expire(table, expired);
    }
    table.refresh();

    return new PastStates(
        expired, tags, OlderStates.of(table, rows), new HeldRows(table, rows).count().rows());
  }

  private static void expire(Table table, List<Long> snapshots) {
    if (snapshots.isEmpty()) {
      return;
    }
    // Only these: that others have the age to go is maintenance's matter.
    ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
    snapshots.forEach(expire::expireSnapshotId);
    expire.commit();
  }
}

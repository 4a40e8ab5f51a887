package io.freshet.ingestion.writer.erasure;

import io.freshet.core.lake.cut.CutName;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Which states of a table before the current one hold the person's rows, and what keeps them.
 *
 * @param snapshots ids of those that nothing keeps but their age
 * @param newest when the youngest of these was committed
 * @param kept those that a tag or branch refers to
 */
record OlderStates(List<Long> snapshots, Optional<Instant> newest, List<Kept> kept) {
  static final OlderStates NONE = new OlderStates(List.of(), Optional.empty(), List.of());

  OlderStates {
    snapshots = List.copyOf(snapshots);
    kept = List.copyOf(kept);
  }

  /** A state with a name. */
  record Kept(String reference, Kind kind, long snapshot, long rows) {
    /** Whose name it is, and so who may let it go. */
    enum Kind {
      /** A later proof goes on from it; after an erasure none does. */
      PROOF("proof", "freshet_proved_"),
      /** {@code freshet dataset create} has pinned it. */
      TRAINING_SET("training set", "dataset-"),
      /** {@code freshet cut drop} lets it go. */
      CUT("cut", CutName.PREFIX),
      TAG("tag", ""),
      BRANCH("branch", "");

      private final String text;
      private final String prefix;

      Kind(String text, String prefix) {
        this.text = text;
        this.prefix = prefix;
      }

      static Kind of(String name, SnapshotRef reference) {
        if (reference.isBranch()) {
          return BRANCH;
        }

        return Stream.of(PROOF, TRAINING_SET, CUT)
            .filter(kind -> name.startsWith(kind.prefix))
            .findFirst()
            .orElse(TAG);
      }

      String text() {
        return text;
      }
    }
  }

  /** Reads one column of every file that any state has, once. */
  static OlderStates of(Subject subject) {
    return of(subject.table(), subject.rows());
  }

  /** The same of a table that no contract describes. */
  static OlderStates of(Table table, RowChoice choice) {
    HeldRows held = new HeldRows(table, choice);
    List<Kept> kept = new ArrayList<>();
    for (Map.Entry<String, SnapshotRef> reference : table.refs().entrySet()) {
      long id = reference.getValue().snapshotId();
      boolean isMain = reference.getKey().equals(SnapshotRef.MAIN_BRANCH);
      long rows = isMain ? 0 : rows(id, held, table);
      if (rows > 0) {
        Kept.Kind kind = Kept.Kind.of(reference.getKey(), reference.getValue());
        kept.add(new Kept(reference.getKey(), kind, id, rows));
      }
    }
    List<Snapshot> free = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      long id = snapshot.snapshotId();
      boolean isNamed =
          table.refs().values().stream().anyMatch(reference -> reference.snapshotId() == id);
      if (!isNamed && rows(id, held, table) > 0) {
        free.add(snapshot);
      }
    }

    return new OlderStates(
        free.stream().map(Snapshot::snapshotId).toList(),
        free.stream().map(Snapshot::timestampMillis).max(Long::compare).map(Instant::ofEpochMilli),
        kept);
  }

  private static long rows(long snapshot, HeldRows held, Table table) {
    long[] rows = new long[1];
    whileThere(table, snapshot, () -> rows[0] = held.count(snapshot).rows());

    return rows[0];
  }

  /** Looks at a state, unless maintenance has taken it away, or does so while it is looked at. */
  static void whileThere(Table table, long snapshot, Runnable look) {
    if (table.snapshot(snapshot) == null) {
      return;
    }
    try {
      look.run();
    } catch (NotFoundException gone) {
      table.refresh();
      if (table.snapshot(snapshot) != null) {
        throw gone;
      }
    }
  }

  boolean isEmpty() {
    return snapshots.isEmpty() && kept.isEmpty();
  }
}

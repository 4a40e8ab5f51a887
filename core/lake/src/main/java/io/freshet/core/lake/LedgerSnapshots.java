package io.freshet.core.lake;

import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;

/**
 * Guards the ledger against writers that change it at the same time. Catalogs refuse a snapshot
 * over another that was committed meanwhile, but take properties from whoever comes last: so every
 * change of the ledger comes with a snapshot, and none goes over another change.
 */
public final class LedgerSnapshots {
  /** Each is in the summary of commits that change the ledger. */
  private static final List<String> CHANGES =
      List.of(CommitSummary.RANGES, CommitSummary.SOURCES, CommitSummary.REPAIRED);

  private static final long NONE = -1;

  private LedgerSnapshots() {}

  /**
   * Iceberg repeats a transaction over whatever was committed meanwhile. Compaction is welcome
   * there; another change of the ledger is not, because ours does not know of it.
   *
   * @param table as it was when its ledger was read
   */
  public static SnapshotAncestryValidator noOtherSince(Table table) {
    Snapshot base = table.currentSnapshot();
    long baseId = base == null ? NONE : base.snapshotId();

    return new SnapshotAncestryValidator() {
      @Override
      public boolean validate(Iterable<Snapshot> ancestors) {
        for (Snapshot ancestor : ancestors) {
          if (ancestor.snapshotId() == baseId) {
            return true;
          }
          if (CHANGES.stream().anyMatch(ancestor.summary()::containsKey)) {
            return false;
          }
        }

        // Where the base has expired, so may have what came between: nobody can say that it is
        // none.
        return baseId == NONE;
      }

      @Override
      public String errorMessage() {
        return "another writer has changed this table's ledger meanwhile";
      }
    };
  }

  /** Of whoever has looked at all of the table's rows: nothing may come in between. */
  public static SnapshotAncestryValidator noneSince(Table table) {
    Snapshot base = table.currentSnapshot();

    return new SnapshotAncestryValidator() {
      @Override
      public boolean validate(Iterable<Snapshot> ancestors) {
        Iterator<Snapshot> newest = ancestors.iterator();

        return base == null
            ? !newest.hasNext()
            : newest.hasNext() && newest.next().snapshotId() == base.snapshotId();
      }

      @Override
      public String errorMessage() {
        return "somebody has committed to this table meanwhile";
      }
    };
  }

  /**
   * Replaces the ledger of a table that has been refreshed, with a snapshot that adds nothing.
   *
   * @throws org.apache.iceberg.exceptions.CommitStateUnknownException also where the catalog speaks
   *     of a conflict; the ledger tells
   */
  static void replaceSources(Table table, Ledger ledger) {
    SnapshotAncestryValidator noOther = noOtherSince(table);
    Transaction transaction = AmbiguousCommits.transaction(table);
    AppendFiles nothing = transaction.newAppend();
    nothing.set(CommitSummary.SOURCES, Integer.toString(ledger.sources().size()));
    nothing.validateWith(noOther);
    nothing.commit();
    transaction.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    transaction.commitTransaction();
  }
}

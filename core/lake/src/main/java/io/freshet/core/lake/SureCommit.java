package io.freshet.core.lake;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * One commit to a table's main branch, made by one transaction. Whoever makes it knows whether it
 * is there, also where the catalog's answer was lost, or speaks of a conflict with the commit
 * itself.
 *
 * @param writer what the snapshot names as its writer; no other snapshot of main does
 */
public record SureCommit(Table table, String writer) {
  /**
   * Tries once.
   *
   * @param changes puts into the transaction what the commit is to bring, {@link
   *     CommitSummary#WRITER} among it. What it validates has to be of the table as it was before:
   *     a transaction begins by refreshing it
   * @return the snapshot
   * @throws CommitFailedException where others were faster, so that nothing has changed; another
   *     try is in order
   * @throws FreshetException of a dependency, where nobody knows what became of it
   */
  public Snapshot make(Consumer<Transaction> changes) {
    try {
      Transaction transaction = AmbiguousCommits.transaction(table);
      changes.accept(transaction);
      transaction.commitTransaction();
    } catch (CommitStateUnknownException unknown) {
      return madeAfter(unknown).orElseThrow(() -> notMade(unknown));
    }

    return made()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s does not hold what %s wrote".formatted(table.name(), writer)));
  }

  /** The commit in main's history, as far as that goes back. */
  private Optional<Snapshot> made() {
    table.refresh();
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (writer.equals(snapshot.summary().get(CommitSummary.WRITER))) {
        return Optional.of(snapshot);
      }
    }

    return Optional.empty();
  }

  private Optional<Snapshot> madeAfter(CommitStateUnknownException unknown) {
    try {
      return made();
    } catch (RuntimeException e) {
      e.addSuppressed(unknown);
      throw e;
    }
  }

  private RuntimeException notMade(CommitStateUnknownException unknown) {
    if (unknown.getCause() instanceof CommitFailedException refused) {
      return refused;
    }

    return new FreshetException(
        Fault.DEPENDENCY,
        "The catalog did not say whether it committed %s to %s, and the table does not show it; do it again, which is safe"
            .formatted(writer, table.name()),
        unknown);
  }
}

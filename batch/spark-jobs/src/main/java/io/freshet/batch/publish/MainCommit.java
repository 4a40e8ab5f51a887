package io.freshet.batch.publish;

import io.freshet.core.lake.SureCommit;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * One commit to a table's main branch, made by one transaction and tried again where main moves
 * meanwhile. It is there once, also where the catalog's answer never comes back.
 *
 * @param writer what the snapshot names as its writer; no other snapshot does
 */
public record MainCommit(Table table, String writer) {
  /** Main may move between a look at it and the commit; each turn starts from a new look. */
  private static final int TURNS = 20;

  /**
   * Makes it.
   *
   * @param changes puts into the transaction what the commit is to bring, by the table as it is
   *     then; called once a turn
   * @return the snapshot
   * @throws DayChangedException when somebody else has changed the same days; compute them anew
   */
  public Snapshot make(Consumer<Transaction> changes) {
    SureCommit commit = new SureCommit(table, writer);
    for (int turn = 1; ; turn++) {
      table.refresh();
      Optional<Long> seen = mainSnapshot();
      try {
        return commit.make(changes);
      } catch (ValidationException changed) {
        throw new DayChangedException(changed.getMessage(), changed);
      } catch (CommitFailedException others) {
        if (turn == TURNS) {
          throw others;
        }
      } catch (IllegalArgumentException moved) {
        table.refresh();
        if (turn == TURNS || seen.equals(mainSnapshot())) {
          throw moved;
        }
      }
    }
  }

  private Optional<Long> mainSnapshot() {
    return Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId);
  }
}

package io.freshet.ingestion.writer.erasure;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.rewrite.Announcement;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RewriteCommit;
import io.freshet.ingestion.writer.rewrite.WrittenFiles;
import io.freshet.ingestion.writer.table.RowFiles;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Takes a person's rows from one table beside its writers, a commit at a time, until a reading
 * finds none. Doing it again is safe, and does what is left.
 */
final class TableErasure {

  /** Others may rewrite the files that are being replaced, or add rows; then it is read again. */
  private static final int READINGS = 5;

  private static final int SUBTASK = 0;

  private final Subject subject;
  private final CommitListener listener;
  private final InstantSource clock;

  TableErasure(Subject subject, CommitListener listener, InstantSource clock) {
    this.subject = subject;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * The current state. Where the person goes on sending, what comes meanwhile is for another time.
   *
   * @throws FreshetException when others keep coming in between; what was erased stays erased
   */
  Forgotten forget() {
    Forgotten done = Forgotten.nothingYet(subject);
    boolean isBehind = false;
    for (int reading = 0; reading < READINGS; reading++) {
      subject.table().refresh();
      try (RowFiles others = new RowFiles(subject.table(), SUBTASK, clock.millis())) {
        TakenRows taken = subject.taken(others);
        List<DataFile> replaced =
            new HeldRows(subject.table(), subject.rows()).takeOut(others, taken);
        if (replaced.isEmpty()) {
          return done;
        }
        List<DataFile> added = WrittenFiles.of(others.finish(), subject.table());
        Optional<Snapshot> snapshot = commit(taken, replaced, added);
        isBehind = snapshot.isEmpty();
        if (snapshot.isPresent()) {
          done =
              done.plus(
                  taken,
                  replaced.size(),
                  added.size(),
                  snapshot.get().snapshotId(),
                  isAnnounced(snapshot.get()));
        }
      }
    }
    if (!isBehind) {
      return done;
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "Cannot erase all from %s: others have changed it %d times meanwhile; %d rows are gone, do it again"
            .formatted(subject.name(), READINGS, done.rows()));
  }

  private Optional<Snapshot> commit(
      TakenRows taken, List<DataFile> replaced, List<DataFile> added) {
    Table table = subject.table();

    return new RewriteCommit(table, "forget/" + UUID.randomUUID())
        .commit(
            new RewriteCommit.Change(
                table.currentSnapshot().snapshotId(), replaced, added, taken.summary()),
            taken::properties);
  }

  private boolean isAnnounced(Snapshot snapshot) {
    return Announcement.tell(listener, subject.name(), subject.table(), snapshot);
  }

  /**
   * Lets go of older states that hold the rows, with their files.
   *
   * @param reach how far that may go
   */
  Forgotten letGo(Forgotten done, Reach reach) {
    PastStates past = PastStates.letGo(subject.table(), subject.rows(), reach);

    return done.letGo(past.expired(), past.released(), past.left(), past.rowsLeft());
  }
}

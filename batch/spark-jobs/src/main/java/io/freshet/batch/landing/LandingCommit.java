package io.freshet.batch.landing;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LedgerSnapshots;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.SureCommit;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Makes staged rows a table's in one commit, with its ledger. A writer may commit every few seconds
 * meanwhile: then it is tried anew on what that left.
 *
 * @param writer what the snapshot names as its writer, another one for each call
 */
record LandingCommit(String writer) {
  private static final int ATTEMPTS = 50;

  /**
   * What a commit brings.
   *
   * @param ranges of files
   * @param files what the table's properties say of them
   * @param extended what they said when it was planned of those that become longer; of all others
   *     nothing
   * @param seen the ledger when it was looked for what the table holds of these files
   * @param watermark what the table's becomes
   */
  record Share(
      List<Range> ranges,
      List<LandedFile> files,
      Map<Integer, LandedFile> extended,
      Ledger seen,
      WatermarkRule watermark) {}

  /** What the table's watermark becomes after a commit. */
  interface WatermarkRule {
    Optional<Instant> after(Map<String, String> propertiesBefore, Ledger ledger);
  }

  /**
   * @throws FreshetException where another call lands one of the files, or has landed it meanwhile
   */
  Snapshot commit(StagedRows staged, Share share) {
    Table table = staged.table();
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      requireUnknown(table, share);
      try {
        return commitOnce(staged, share);
      } catch (ValidationException | CommitFailedException moved) {
        if (attempt == ATTEMPTS) {
          throw new FreshetException(
              Fault.DEPENDENCY,
              "Others have committed to %s %d times meanwhile, each time before these rows; run it again"
                  .formatted(table.name(), attempt),
              moved);
        }
      }
    }
  }

  private static void requireUnknown(Table table, Share share) {
    Map<Integer, LandedFile> landed = LandedFile.of(table.properties());
    for (LandedFile file : share.files()) {
      LandedFile now = landed.get(file.number());
      if (!Objects.equals(now, share.extended().get(file.number()))) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Another call has landed %s in %s meanwhile; nothing of this one was, run it again"
                .formatted(now == null ? file.name() : now.name(), table.name()));
      }
    }
    Ledger ledger = Ledger.of(table.properties());
    for (Range range : share.ranges()) {
      // What is extended is as it was by its property; others may erase rows of it meanwhile.
      if (!share.extended().containsKey(range.position().partition())
          && !ledger.entry(range.position()).equals(share.seen().entry(range.position()))) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Another call lands the same file in %s; nothing of this one was landed, run it again"
                    .formatted(table.name())
                + " when that is over");
      }
    }
  }

  private Snapshot commitOnce(StagedRows staged, Share share) {
    Table table = staged.table();
    Map<String, String> before = table.properties();
    // Of the state whose ledger is read: a transaction begins by refreshing the table.
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);
    Ledger after = Ledger.of(before).plus(share.ranges());

    return new SureCommit(table, writer)
        .make(
            transaction -> {
              AppendFiles append = transaction.newAppend();
              staged.files().forEach(append::appendFile);
              append.set(CommitSummary.RANGES, LedgerCodec.writeRanges(share.ranges()));
              append.set(CommitSummary.WRITER, writer);
              append.validateWith(noOther);
              append.commit();
              UpdateProperties properties =
                  transaction.updateProperties().set(Ledger.PROPERTY, after.toJson());
              share.files().forEach(file -> properties.set(file.key(), file.toJson()));
              share
                  .watermark()
                  .after(before, after)
                  .ifPresent(time -> properties.set(TableWatermark.PROPERTY, time.toString()));
              properties.commit();
              transaction.manageSnapshots().removeBranch(staged.branch()).commit();
            });
  }
}

package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableWatermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what each checkpoint brought, dead letters before the tables that count them, so that a
 * crash in between repeats a dead letter's commit rather than losing it. A failure restarts the
 * job, whose committables come back from the checkpoint; but where it is one table that takes no
 * commit, only that is given up: the source goes back for its records ({@code source/LedgerWatch}).
 */
final class LakeCommitter implements Committer<TableCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(LakeCommitter.class);

  private final Catalog catalog;
  private final Map<String, CommitTarget> targets;
  private final LogEnds log;
  private final TableCommit tableCommit;
  private final CommitListener listener;
  private final Opened opened;
  private final Set<String> greeted = new HashSet<>();

  /**
   * @param opened everything to be closed with the committer
   */
  LakeCommitter(
      Catalog catalog,
      Map<String, CommitTarget> targets,
      LogEnds log,
      TableCommit tableCommit,
      CommitListener listener,
      Opened opened) {
    this.catalog = catalog;
    this.targets = Map.copyOf(targets);
    this.log = log;
    this.tableCommit = tableCommit;
    this.listener = listener;
    this.opened = opened;
  }

  @Override
  public void commit(Collection<CommitRequest<TableCommittable>> requests) {
    List<CommitRequest<TableCommittable>> ordered = new ArrayList<>(requests);
    ordered.sort(Comparator.comparing(request -> !target(request).isDeadLetters()));
    for (CommitRequest<TableCommittable> request : ordered) {
      CommitTarget target = target(request);
      try {
        commit(request.getCommittable(), target);
      } catch (RuntimeException e) {
        if (isFatal(target, e)) {
          throw e;
        }
        LOG.warn(
            "Commit is given up, its records will be read again table={} cause={}",
            target.table(),
            LakeFailures.reason(e));
        request.signalFailedWithKnownReason(e);
      }
    }
  }

  /** The dead letters' table is every stream's: without it nothing of what counts them may be. */
  private static boolean isFatal(CommitTarget target, RuntimeException failure) {
    return target.isDeadLetters()
        || failure instanceof ReplacedTopicException
        || !LakeFailures.isOfOneTable(failure);
  }

  private void commit(TableCommittable committable, CommitTarget target) {
    Table table = LakeCatalog.require(catalog, TableIdentifier.parse(committable.table()));
    if (greeted.add(committable.table())) {
      announceNewest(committable.table(), table);
    }
    Optional<Snapshot> snapshot =
        tableCommit.commit(
            table,
            committable,
            (before, ledger, added) -> watermark(target, before, ledger, added));
    LOG.info(
        "Committed table={} snapshot={} files={} records={}",
        committable.table(),
        snapshot.map(Snapshot::snapshotId).orElse(null),
        committable.dataFiles().size(),
        committable.ranges().stream().mapToLong(range -> range.counts().seen()).sum());
    snapshot.ifPresent(held -> listener.committed(committable.table(), table, held));
  }

  /**
   * A job that dies between a commit and its announcement announces it when it is restored; one
   * that begins from an older savepoint, or without state, never hears of it. A commit may be
   * announced any number of times.
   */
  private void announceNewest(String name, Table table) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (snapshot.summary().containsKey(CommitSummary.RANGES)) {
        listener.committed(name, table, snapshot);
        return;
      }
    }
  }

  private Optional<Instant> watermark(
      CommitTarget target, Optional<Instant> before, Ledger ledger, TableCommittable added) {
    if (target.isDeadLetters()) {
      return before;
    }
    Set<Position> active = added.ranges().stream().map(Range::position).collect(Collectors.toSet());
    int source = ledger.numberOf(target.source()).orElseThrow();
    StreamEnd.Silence silence = new StreamEnd(log).listen(ledger, active, source);
    if (silence.unread()) {
      return before;
    }

    return TableWatermark.after(before, ledger, target.lateness(), silence.idle()::contains);
  }

  private CommitTarget target(CommitRequest<TableCommittable> request) {
    String table = request.getCommittable().table();
    CommitTarget target = targets.get(table);
    if (target == null) {
      throw new LeftOutStreamException("files of " + table);
    }

    return target;
  }

  @Override
  public void close() throws Exception {
    opened.close();
  }
}

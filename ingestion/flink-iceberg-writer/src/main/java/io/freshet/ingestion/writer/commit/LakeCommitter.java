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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what each checkpoint brought, dead letters before the tables that count them, so that a
 * crash in between repeats a dead letter's commit rather than losing it. Several tables at a time,
 * as a commit mostly waits for the catalog and the store. A failure restarts the job, whose
 * committables come back from the checkpoint; but where it is one table that takes no commit, only
 * that is given up: the source goes back for its records ({@code source/LedgerWatch}).
 */
final class LakeCommitter implements Committer<TableCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(LakeCommitter.class);

  private final Catalog catalog;
  private final Map<String, CommitTarget> targets;
  private final LogEnds log;
  private final TableCommit tableCommit;
  private final CommitListener listener;
  private final ExecutorService workers;
  private final Opened opened;
  private final Set<String> greeted = ConcurrentHashMap.newKeySet();

  /**
   * @param log is asked by one worker at a time, as the listener is told
   * @param workers commit a table each
   * @param opened everything to be closed with the committer
   */
  LakeCommitter(
      Catalog catalog,
      Map<String, CommitTarget> targets,
      LogEnds log,
      TableCommit tableCommit,
      CommitListener listener,
      ExecutorService workers,
      Opened opened) {
    this.catalog = catalog;
    this.targets = Map.copyOf(targets);
    this.log = new SerialLogEnds(log);
    this.tableCommit = tableCommit;
    this.listener = serial(listener);
    this.workers = workers;
    this.opened = opened;
  }

  @Override
  public void commit(Collection<CommitRequest<TableCommittable>> requests) {
    Map<CommitTarget, List<CommitRequest<TableCommittable>>> byTable = new LinkedHashMap<>();
    for (CommitRequest<TableCommittable> request : requests) {
      byTable.computeIfAbsent(target(request), first -> new ArrayList<>()).add(request);
    }
    finish(begin(byTable, CommitTarget::isDeadLetters));
    finish(begin(byTable, target -> !target.isDeadLetters()));
  }

  /** A request that was not carried out, and why. */
  private record Failed(
      CommitTarget target, CommitRequest<TableCommittable> request, RuntimeException cause) {}

  private List<Future<List<Failed>>> begin(
      Map<CommitTarget, List<CommitRequest<TableCommittable>>> byTable,
      Predicate<CommitTarget> chosen) {
    List<Future<List<Failed>>> begun = new ArrayList<>();
    byTable.forEach(
        (target, requests) -> {
          if (chosen.test(target)) {
            begun.add(workers.submit(() -> commit(target, requests)));
          }
        });

    return begun;
  }

  /** One after the other, in their order; after a fatal failure no more of this table. */
  private List<Failed> commit(CommitTarget target, List<CommitRequest<TableCommittable>> requests) {
    List<Failed> failed = new ArrayList<>();
    for (CommitRequest<TableCommittable> request : requests) {
      try {
        commit(request.getCommittable(), target);
      } catch (RuntimeException e) {
        failed.add(new Failed(target, request, e));
        if (isFatal(target, e)) {
          return failed;
        }
      }
    }

    return failed;
  }

  /** Waits for all of them; throws the first fatal failure, the others suppressed. */
  private static void finish(List<Future<List<Failed>>> begun) {
    RuntimeException fatal = null;
    for (Future<List<Failed>> table : begun) {
      for (Failed failed : answer(table)) {
        if (!isFatal(failed.target(), failed.cause())) {
          LOG.warn(
              "Commit is given up, its records will be read again table={} cause={}",
              failed.target().table(),
              LakeFailures.reason(failed.cause()));
          failed.request().signalFailedWithKnownReason(failed.cause());
        } else if (fatal == null) {
          fatal = failed.cause();
        } else {
          fatal.addSuppressed(failed.cause());
        }
      }
    }
    if (fatal != null) {
      throw fatal;
    }
  }

  private static List<Failed> answer(Future<List<Failed>> table) {
    try {
      return table.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A commit ended without an answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("The job ends while it commits", e);
    }
  }

  private static CommitListener serial(CommitListener listener) {
    return (table, committed, snapshot) -> {
      synchronized (listener) {
        listener.committed(table, committed, snapshot);
      }
    };
  }

  /** Consumers of Kafka belong to one thread at a time. */
  private record SerialLogEnds(LogEnds log) implements LogEnds {
    @Override
    public String topicId(String topic) {
      synchronized (log) {
        return log.topicId(topic);
      }
    }

    @Override
    public Set<Integer> partitions(String topic) {
      synchronized (log) {
        return log.partitions(topic);
      }
    }

    @Override
    public boolean isReadToEnd(TopicPartition partition, long position) {
      synchronized (log) {
        return log.isReadToEnd(partition, position);
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
            (properties, ledger, added) -> watermark(target, properties, ledger, added));
    LOG.info(
        "Committed table={} snapshot={} files={} records={}",
        committable.table(),
        snapshot.map(Snapshot::snapshotId).orElse(null),
        committable.files().all().size(),
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
      CommitTarget target,
      Map<String, String> tableProperties,
      Ledger ledger,
      TableCommittable added) {
    if (target.isDeadLetters()) {
      return TableWatermark.of(tableProperties);
    }
    Set<Position> active = added.ranges().stream().map(Range::position).collect(Collectors.toSet());
    int source = ledger.numberOf(target.source()).orElseThrow();
    StreamEnd.Silence silence = new StreamEnd(log).listen(ledger, active, source);
    if (silence.unread()) {
      return TableWatermark.of(tableProperties);
    }

    return TableWatermark.after(
        tableProperties, ledger, target.lateness(), silence.idle()::contains);
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

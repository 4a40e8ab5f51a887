package io.freshet.maintenance;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.copy.RowGroupCopier;
import io.freshet.maintenance.deletes.DeleteConverter;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Orphan;
import io.freshet.maintenance.plan.Step;
import io.freshet.maintenance.retention.RowExpiry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.ExpireSnapshots;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.actions.RewriteManifests;
import org.apache.iceberg.actions.SizeBasedFileRewritePlanner;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.spark.actions.RewriteDataFilesSparkAction;
import org.apache.iceberg.spark.actions.RewriteManifestsSparkAction;
import org.apache.iceberg.spark.actions.SparkActions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a plan says, beside running writers. Each step is one commit: a step that conflicts
 * with somebody else's commit is done anew, and one that keeps conflicting is reported and does not
 * keep the others from being done.
 */
final class Executor {
  private static final int ATTEMPTS = 4;

  /** What is sorted at a time; two of these spill to disk rather than exhaust a heap of 2 GiB. */
  private static final long FILE_GROUP_BYTES = 1L << 30;

  private static final Logger log = LoggerFactory.getLogger(Executor.class);

  private final LakeSession spark;
  private final OrphanFinder orphanFinder;
  private final RowGroupCopier copier;
  private final DeleteConverter converter;
  private final RowExpiry rowExpiry;
  private final CommitListener listener;
  private final Ending ending;

  /**
   * @param ending once asked for, no further step is begun
   */
  Executor(LakeSession spark, OrphanFinder orphanFinder, KafkaSide kafka, Ending ending) {
    this.spark = spark;
    this.orphanFinder = orphanFinder;
    this.copier = new RowGroupCopier(LedgerGuard.WRITER + "/compaction", ending::isGivenUp);
    this.converter =
        new DeleteConverter(LedgerGuard.WRITER + "/" + Step.Conversion.KIND, ending::isGivenUp);
    this.rowExpiry =
        new RowExpiry(LedgerGuard.WRITER + "/row_expiry", kafka.logBegins(), ending::isGivenUp);
    this.listener = kafka.listener();
    this.ending = ending;
  }

  /**
   * @throws AccountDamagedException when a step lost something; nothing further may be done
   */
  TableReceipt execute(MaintenancePlan plan, Table table) {
    Effort.Meter meter = Effort.start();
    TableState before = TableState.of(table);
    boolean others = false;
    List<StepResult> results = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (ending.isAsked()) {
        log.info("Maintenance step left table={} step={}", plan.table(), step.kind());
        continue;
      }
      LedgerGuard guard = LedgerGuard.watch(table);
      StepResult result = measured(step, table);
      others |= guard.check();
      result = announced(result, guard, plan.table(), table);
      log.info(
          "Maintenance step done table={} step={} ok={} figures={} seconds={}",
          plan.table(),
          step.kind(),
          result.failure().isEmpty(),
          result.figures(),
          result.effort().seconds());
      results.add(result);
    }

    return new TableReceipt(
        plan.table(), before, TableState.of(table), others, results, meter.read());
  }

  /** A commit stands whether it was announced or not; readers then see it later. */
  private StepResult announced(StepResult result, LedgerGuard guard, String name, Table table) {
    try {
      guard.ours().forEach(snapshot -> listener.committed(name, table, snapshot));

      return result;
    } catch (FreshetException e) {
      log.warn("Maintenance step not announced table={} cause={}", name, e.getMessage());

      return result.failed(
          new StepResult.Failure(
              e.fault(), "It is done, but was not announced: %s".formatted(e.getMessage())));
    }
  }

  /** With what readers gained, which later plans learn from. */
  private StepResult measured(Step step, Table table) {
    if (!(step instanceof Step.Merge merge)) {
      return attempt(step, table);
    }
    Optional<ReadProbe.Reading> before = ReadProbe.read(table, merge.filter());
    StepResult result = attempt(step, table);
    if (before.isEmpty() || result.failure().isPresent()) {
      return result;
    }

    return ReadProbe.read(table, merge.filter())
        .map(after -> result.gained(before.get(), after))
        .orElse(result);
  }

  private StepResult attempt(Step step, Table table) {
    if (needsSpark(step)) {
      spark.session(); // its start is not what the step costs
    }
    Effort.Meter meter = Effort.start();
    for (int attempt = 1; ; attempt++) {
      try {
        Outcome outcome = run(step, table);
        // Another step's cost is not its own: there is what was tried before, and Spark's start.
        int attempts = outcome.step().equals(step) ? attempt : attempt + 1;

        return new StepResult(
            outcome.step(), attempts, outcome.figures(), outcome.failure(), meter.read());
      } catch (RuntimeException e) {
        Optional<Throwable> conflict = conflict(step, e);
        if (conflict.isEmpty() || attempt == ATTEMPTS || ending.isAsked()) {
          log.warn("Maintenance step failed step={} attempts={}", step.kind(), attempt, e);

          return new StepResult(
              step, attempt, Map.of(), Optional.of(failure(e, conflict)), meter.read());
        }
        log.warn(
            "Maintenance step starts over step={} cause={}",
            step.kind(),
            conflict.get().getMessage());
        table.refresh();
      }
    }
  }

  private static boolean needsSpark(Step step) {
    return !(step instanceof Step.Copy
        || step instanceof Step.Conversion
        || step instanceof Step.RowExpiry);
  }

  /** A conflict that outlasts the attempts is nobody's bug: the next run will find its gap. */
  private StepResult.Failure failure(RuntimeException e, Optional<Throwable> conflict) {
    if (ending.isAsked()) {
      return new StepResult.Failure(
          Fault.DEPENDENCY,
          "It was given up, as maintenance was told to end: %s".formatted(LakeFailures.reason(e)));
    }

    return conflict
        .map(
            cause ->
                new StepResult.Failure(
                    Fault.DEPENDENCY,
                    "Others committed in between %d times: %s"
                        .formatted(ATTEMPTS, cause.getMessage())))
        .orElseGet(() -> new StepResult.Failure(LakeFailures.fault(e), LakeFailures.reason(e)));
  }

  /**
   * What a step did, and why not all of it.
   *
   * @param step that was done, which may be another than was planned
   */
  private record Outcome(
      Step step, Map<String, Long> figures, Optional<StepResult.Failure> failure) {
    static Outcome done(Step step, Map<String, Long> figures) {
      return new Outcome(step, figures, Optional.empty());
    }
  }

  private Outcome run(Step step, Table table) {
    if (step instanceof Step.RowExpiry old) {
      return letRowsGo(old, table);
    }
    if (step instanceof Step.Copy copy) {
      return copy(copy, table);
    }
    if (step instanceof Step.Conversion conversion) {
      return Outcome.done(step, converter.convert(table, conversion));
    }
    if (step instanceof Step.Compaction compaction) {
      return Outcome.done(step, compact(compaction, table));
    }
    if (step instanceof Step.ManifestRewrite) {
      return Outcome.done(step, rewriteManifests(table));
    }
    if (step instanceof Step.Expiry expiry) {
      return Outcome.done(step, expire(expiry, table));
    }

    return remove((Step.OrphanRemoval) step, table);
  }

  private Outcome letRowsGo(Step.RowExpiry step, Table table) {
    RowExpiry.Expired expired = rowExpiry.run(table, step);

    return new Outcome(
        step,
        expired.figures(),
        expired.waiting().map(why -> new StepResult.Failure(Fault.DEPENDENCY, why)));
  }

  private Outcome copy(Step.Copy step, Table table) {
    Optional<RowGroupCopier.Copied> copied = copier.merge(table, step);
    if (copied.isEmpty() && step.otherwise().isPresent()) {
      log.info("No two files have one layout, they are decoded table={}", table.name());

      return run(step.otherwise().get(), table);
    }
    RowGroupCopier.Copied figures = copied.orElse(RowGroupCopier.Copied.NOTHING);

    return Outcome.done(
        step,
        Map.of(
            "files_rewritten", (long) figures.filesRewritten(),
            "bytes_rewritten", figures.bytesRewritten(),
            "files_written", (long) figures.filesWritten(),
            "row_groups_copied", (long) figures.rowGroups(),
            "files_left", (long) figures.filesLeft()));
  }

  private Map<String, Long> compact(Step.Compaction step, Table table) {
    RewriteDataFilesSparkAction action = SparkActions.get(spark.session()).rewriteDataFiles(table);
    action = step.sorted() ? action.sort() : action.binPack();
    action.filter(step.filter());
    action.snapshotProperty(CommitSummary.WRITER, LedgerGuard.WRITER + "/" + step.kind());
    action.option(
        RewriteDataFiles.TARGET_FILE_SIZE_BYTES, Long.toString(FactsReader.targetFileBytes(table)));
    action.option(
        SizeBasedFileRewritePlanner.MIN_FILE_SIZE_BYTES,
        Long.toString(FactsReader.smallBelow(table)));
    action.option(SizeBasedFileRewritePlanner.MIN_INPUT_FILES, "2");
    action.option(RewriteDataFiles.MAX_FILE_GROUP_SIZE_BYTES, Long.toString(FILE_GROUP_BYTES));
    action.option(RewriteDataFiles.MAX_CONCURRENT_FILE_GROUP_REWRITES, "1");
    if (step.isPart()) {
      action.option(BinPackRewriteFilePlanner.MAX_FILES_TO_REWRITE, Integer.toString(step.files()));
    }
    if (step.isOfOneCopy()) {
      action.option(SizeBasedFileRewritePlanner.REWRITE_ALL, "true");
    }
    if (step.source().worn().isEmpty()) {
      // A file of any size is rewritten when only a part of its rows is left.
      action.option(BinPackRewriteFilePlanner.DELETE_FILE_THRESHOLD, "1");
    }
    DeleteFiles before = DeleteFiles.of(table);
    RewriteDataFiles.Result result = action.execute();
    if (!before.isEmpty()) {
      DeleteFiles.removeSpent(table, LedgerGuard.WRITER + "/" + step.kind());
    }

    return Map.of(
        "files_rewritten",
        (long) result.rewrittenDataFilesCount(),
        "bytes_rewritten",
        result.rewrittenBytesCount(),
        "files_written",
        (long) result.addedDataFilesCount(),
        "delete_files_removed",
        before.without(DeleteFiles.of(table)));
  }

  private Map<String, Long> rewriteManifests(Table table) {
    RewriteManifestsSparkAction action = SparkActions.get(spark.session()).rewriteManifests(table);
    action.snapshotProperty(CommitSummary.WRITER, LedgerGuard.WRITER + "/manifest_rewrite");
    RewriteManifests.Result result = action.execute();

    return Map.of(
        "manifests_rewritten", count(result.rewrittenManifests()),
        "manifests_written", count(result.addedManifests()));
  }

  private Map<String, Long> expire(Step.Expiry step, Table table) {
    int before = FactsReader.count(table);
    ExpireSnapshots.Result result =
        SparkActions.get(spark.session())
            .expireSnapshots(table)
            .expireOlderThan(step.olderThan().toEpochMilli())
            .retainLast(step.keepNewest())
            .execute();
    table.refresh();

    return Map.of(
        "snapshots_before",
        (long) before,
        "snapshots_after",
        (long) FactsReader.count(table),
        "data_files_deleted",
        result.deletedDataFilesCount(),
        "delete_files_deleted",
        result.deletedPositionDeleteFilesCount() + result.deletedEqualityDeleteFilesCount(),
        "metadata_files_deleted",
        result.deletedManifestsCount() + result.deletedManifestListsCount());
  }

  /** Deletes what still is an orphan: a writer may have committed a planned one meanwhile. */
  private Outcome remove(Step.OrphanRemoval step, Table table) {
    List<Orphan> orphans = orphanFinder.stillOrphans(table, step.orphans(), step.olderThan());
    List<Orphan> undeleted = delete(table, orphans);
    Map<String, Long> figures =
        Map.of(
            "files_deleted",
            (long) orphans.size() - undeleted.size(),
            "files_failed",
            (long) undeleted.size(),
            "files_spared",
            (long) step.orphans().size() - orphans.size(),
            "bytes_deleted",
            bytes(orphans) - bytes(undeleted));
    Optional<StepResult.Failure> failure =
        undeleted.stream()
            .findFirst()
            .map(
                first ->
                    new StepResult.Failure(
                        Fault.DEPENDENCY,
                        "The store did not delete %d of %d orphans, such as %s; the next run tries again"
                            .formatted(undeleted.size(), orphans.size(), first.path())));

    return new Outcome(step, figures, failure);
  }

  private static long bytes(List<Orphan> orphans) {
    return orphans.stream().mapToLong(Orphan::bytes).sum();
  }

  /** Returns those that are still there. */
  private static List<Orphan> delete(Table table, List<Orphan> orphans) {
    if (!(table.io() instanceof SupportsBulkOperations bulk)) {
      orphans.forEach(orphan -> table.io().deleteFile(orphan.path()));

      return List.of();
    }
    try {
      bulk.deleteFiles(orphans.stream().map(Orphan::path).toList());

      return List.of();
    } catch (BulkDeletionFailureException e) {
      log.warn("Orphans not deleted table={} files={}", table.name(), e.numberFailedObjects(), e);

      return OrphanFinder.stillStored(table, orphans);
    }
  }

  /** Spark's actions wrap the commit's own exception. */
  private static Optional<Throwable> conflict(Step step, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommitFailedException
          || (cause instanceof ValidationException && isRewrite(step))) {
        return Optional.of(cause);
      }
    }

    return Optional.empty();
  }

  /** What it read may be gone when it commits; elsewhere a failed validation is no conflict. */
  private static boolean isRewrite(Step step) {
    return step instanceof Step.Merge || step instanceof Step.ManifestRewrite;
  }

  private static long count(Iterable<?> items) {
    long count = 0;
    for (Object ignored : items) {
      count++;
    }

    return count;
  }
}

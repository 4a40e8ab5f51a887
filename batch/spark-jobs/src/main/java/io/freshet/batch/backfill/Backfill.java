package io.freshet.batch.backfill;

import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.publish.ReceiptFolder;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;

/**
 * Computes a stretch of days with the job that computes them every night, and publishes all of them
 * in one commit (decision 0062). Safe to kill at any point: the same call goes on with the days
 * that are not done. Safe beside nightlies: a day that one of them changes is computed anew.
 */
public final class Backfill {
  private final SparkSession spark;
  private final Catalog catalog;
  private final Contracts contracts;
  private final CommitListener listener;
  private final ReceiptFolder receipts;

  /**
   * @param listener hears of the commit that publishes
   */
  public Backfill(
      SparkSession spark, Contracts contracts, CommitListener listener, ReceiptFolder receipts) {
    this.spark = spark;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    this.contracts = contracts;
    this.listener = listener;
    this.receipts = receipts;
  }

  /**
   * What somebody asks for.
   *
   * @param because why, for the receipt and the snapshot
   * @param parallel so many days at a time
   */
  public record Order(Stretch stretch, Optional<String> because, int parallel) {
    public Order {
      if (parallel < 1) {
        throw new FreshetException(
            Fault.CALLER, "--parallel is %d; it must be at least 1".formatted(parallel));
      }
    }
  }

  /** What a call would do now; changes nothing. */
  public BackfillPlan plan(Order order) {
    return call(order).plan(receipts);
  }

  /** Forgets what earlier calls for the same stretch have done. */
  public void startAfresh(Order order) {
    call(order).forget();
  }

  /**
   * Does what is left to do, and publishes unless a day has not passed its checks.
   *
   * @throws FreshetException where something is away; what is done stays done
   */
  public BackfillReport run(Order order) {
    Call call = call(order);
    BackfillReport report = call.run(receipts);
    if (report.outcome() == BackfillReport.Outcome.EMPTY) {
      return report;
    }
    BackfillReport kept = report.writtenTo(receipts);
    kept.snapshotId().ifPresent(id -> announce(kept, call.table(), id));

    return kept;
  }

  private void announce(BackfillReport report, Table table, long snapshotId) {
    try {
      listener.committed(report.plan().table(), table, table.snapshot(snapshotId));
    } catch (FreshetException e) {
      throw new FreshetException(
          e.fault(),
          "%s is published as %s says, but not announced: %s; who waits for commits sees it with the table's next one"
              .formatted(report.plan().table(), report.kept().orElseThrow().file(), e.getMessage()),
          e);
    }
  }

  private Call call(Order order) {
    return new Call(spark, catalog, contracts, order);
  }
}

package io.freshet.batch;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link NightlyJob} day by day, each day by write-audit-publish and as one commit of its
 * own. Safe to rerun and safe after a kill at any point: readers see a day whole or as it was.
 */
final class NightlyRunner {
  /** How often a day is computed anew because somebody else published it meanwhile. */
  private static final int ATTEMPTS = 3;

  private static final Logger log = LoggerFactory.getLogger(NightlyRunner.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final Function<String, TableIdentifier> tableOf;
  private final CommitListener listener;

  /**
   * @param tableOf the table of a contract's name
   * @param listener hears of each day that was published
   */
  NightlyRunner(
      SparkSession spark, Function<String, TableIdentifier> tableOf, CommitListener listener) {
    this.spark = spark;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    this.tableOf = tableOf;
    this.listener = listener;
  }

  /**
   * One report per day, up to one that fails.
   *
   * @throws RuntimeException when it fails before the first day is begun
   */
  NightlyReport run(NightlyJob job, List<LocalDate> days) {
    TableIdentifier output = tableOf.apply(job.output());
    LakeCatalog.require(catalog, output);
    Inputs inputs = Inputs.pin(spark, catalog, job.inputs(), tableOf);
    DayRun run = new DayRun(spark, catalog, output);

    return NightlyReport.ofEach(
        days,
        day -> {
          DayReport report = logged(run, job, inputs, day);
          report.trace().snapshotId().ifPresent(id -> announce(output, day, id));

          return report;
        });
  }

  /** The day stands whatever comes of this; to run it again announces it again. */
  private void announce(TableIdentifier output, LocalDate day, long snapshotId) {
    Table table = catalog.loadTable(output);
    try {
      listener.committed(output.toString(), table, table.snapshot(snapshotId));
    } catch (FreshetException e) {
      throw new FreshetException(
          e.fault(),
          "%s of %s is published, but not announced: %s; run the day again"
              .formatted(day, output, e.getMessage()),
          e);
    }
  }

  private static DayReport logged(DayRun run, NightlyJob job, Inputs inputs, LocalDate day) {
    log.info("Nightly started job={} day={}", job.name(), day);
    DayReport report = retryConflicts(run, job, inputs, day);
    log.info(
        "Nightly finished job={} day={} outcome={} rows={} seconds={}",
        job.name(),
        day,
        report.outcome(),
        report.rows(),
        report.effort().seconds());

    return report;
  }

  private static DayReport retryConflicts(
      DayRun run, NightlyJob job, Inputs inputs, LocalDate day) {
    for (int attempt = 1; ; attempt++) {
      try {
        return run.run(job, inputs, day);
      } catch (DayChangedException changed) {
        if (attempt == ATTEMPTS) {
          throw new FreshetException(
              Fault.DEPENDENCY,
              "Cannot publish %s of %s: others changed it %d times meanwhile (%s); run it again when they are done"
                  .formatted(day, job.name(), ATTEMPTS, changed.getMessage()),
              changed);
        }
        log.warn(
            "Nightly starts over job={} day={} cause={}", job.name(), day, changed.getMessage());
      }
    }
  }
}

package io.freshet.batch.publish;

import io.freshet.batch.lake.Inputs;
import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.publish.DayReport.Outcome;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link NightlyJob} partition by partition, each by write-audit-publish and as one commit
 * of its own. Safe to rerun and safe after a kill at any point: readers see a day whole or as it
 * was.
 */
public final class NightlyRunner {
  /** How often a day is begun where others publish it, or its inputs expire, meanwhile. */
  private static final int ATTEMPTS = 3;

  private static final Logger log = LoggerFactory.getLogger(NightlyRunner.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final Contracts contracts;
  private final CommitListener listener;
  private final ReceiptFolder receipts;

  /**
   * @param listener hears of each partition that was published
   */
  public NightlyRunner(
      SparkSession spark, Contracts contracts, CommitListener listener, ReceiptFolder receipts) {
    this.spark = spark;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    this.contracts = contracts;
    this.listener = listener;
    this.receipts = receipts;
  }

  /**
   * One report per partition into which one of the days falls, up to one that fails.
   *
   * @throws RuntimeException when it fails before the first is begun
   */
  public NightlyReport run(NightlyJob job, Collection<LocalDate> days) {
    Map<LocalDate, Cause> asked = new TreeMap<>();
    days.forEach(day -> asked.put(job.period().begin(day), Cause.ASKED));
    output(job);

    return run(job, pin(job), asked);
  }

  /** The inputs as they are now. */
  public Inputs pin(NightlyJob job) {
    return Inputs.pin(spark, catalog, contracts, job.inputs());
  }

  /** The table that a job fills. */
  public Table output(NightlyJob job) {
    return LakeCatalog.require(catalog, TableLayout.name(contracts.require(job.name())));
  }

  /** Partitions, each with what makes it run. */
  public NightlyReport run(NightlyJob job, Inputs inputs, Map<LocalDate, Cause> partitions) {
    Contract contract = contracts.require(job.name());
    TableIdentifier output = TableLayout.name(contract);
    DayRun run = new DayRun(spark, catalog, job, contract);
    AtomicReference<Inputs> pinned = new AtomicReference<>(inputs);

    return NightlyReport.ofEach(
        partitions.keySet(),
        day -> {
          DayReport ended = logged(run, job, pinned, day);
          DayReport report =
              ended.outcome() == Outcome.EMPTY
                  ? ended
                  : receipts.write(job, output.toString(), partitions.get(day), ended);
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

  private DayReport logged(
      DayRun run, NightlyJob job, AtomicReference<Inputs> pinned, LocalDate day) {
    log.info("Nightly started job={} day={}", job.name(), day);
    DayReport report = retry(run, job, pinned, day);
    log.info(
        "Nightly finished job={} day={} outcome={} rows={} seconds={}",
        job.name(),
        day,
        report.outcome(),
        report.rows(),
        report.cost().effort().seconds());

    return report;
  }

  /**
   * From the second try on with inputs as new as those of whoever was faster, or newer; these are
   * the next days' as well.
   */
  private DayReport retry(
      DayRun run, NightlyJob job, AtomicReference<Inputs> pinned, LocalDate day) {
    Effort.Meter meter = Effort.start();
    for (int attempt = 1; ; attempt++) {
      try {
        return run.run(pinned.get(), day, new DayRun.Attempt(attempt, meter));
      } catch (Exception e) {
        RuntimeException failure = unchecked(e);
        RuntimeException hindrance = hindrance(job, pinned.get(), day, failure);
        if (attempt == ATTEMPTS) {
          throw hindrance;
        }
        log.warn(
            "Nightly starts over job={} day={} cause={}", job.name(), day, failure.getMessage());
        pinned.set(pin(job));
      }
    }
  }

  /**
   * A task's failure, such as a file that is gone, is a checked one that Spark does not declare.
   */
  private static RuntimeException unchecked(Exception e) {
    return e instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(LakeFailures.reason(e), e);
  }

  /**
   * What is told of a failure when the last try has it as well; throws one that no try mends. That
   * inputs expire meanwhile is worth another try whatever has failed, and is not told of what has
   * nothing to do with it.
   */
  private RuntimeException hindrance(
      NightlyJob job, Inputs pinned, LocalDate day, RuntimeException failure) {
    if (failure instanceof DayChangedException) {
      return new FreshetException(
          Fault.DEPENDENCY,
          "Cannot publish %s of %s: others changed it %d times meanwhile (%s); run it again when they are done"
              .formatted(day, job.name(), ATTEMPTS, failure.getMessage()),
          failure);
    }
    String gone = expired(pinned, failure).orElseThrow(() -> failure);
    if (!GoneInput.isMetBy(failure)) {
      return failure;
    }

    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot compute %s of %s: it takes longer than its inputs stay, and %s is gone; let more snapshots stay by maintenance.max-snapshots, or run it while maintenance does not"
            .formatted(day, job.name(), gone),
        failure);
  }

  private Optional<String> expired(Inputs pinned, RuntimeException failure) {
    try {
      return pinned.expired(catalog);
    } catch (RuntimeException away) {
      failure.addSuppressed(away);

      return Optional.empty();
    }
  }
}

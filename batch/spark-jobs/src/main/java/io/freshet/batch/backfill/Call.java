package io.freshet.batch.backfill;

import io.freshet.batch.backfill.Backfill.Order;
import io.freshet.batch.lake.FileSize;
import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.publish.DayChangedException;
import io.freshet.batch.publish.DayRows;
import io.freshet.batch.publish.ReceiptFolder;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a backfill, which may be the one that goes on where others were killed. */
final class Call {
  /** How often days are computed anew because others have changed them meanwhile. */
  private static final int ATTEMPTS = 3;

  private static final String BECAUSE = "freshet.because";
  private static final Logger log = LoggerFactory.getLogger(Call.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final Contracts contracts;
  private final Order order;
  private final NightlyJob job;
  private final Contract contract;
  private final Table table;
  private final DayRows rows;
  private final StagingBranch branch;
  private final Map<LocalDate, DayOutcome> outcomes = new TreeMap<>();

  private int attempts;
  private int recomputed;

  Call(SparkSession spark, Catalog catalog, Contracts contracts, Order order) {
    this.spark = spark;
    this.catalog = catalog;
    this.contracts = contracts;
    this.order = order;
    this.job = order.stretch().job();
    this.contract = contracts.require(job.name());
    this.rows = new DayRows(spark, contract);
    TableIdentifier output = TableLayout.name(contract);
    this.table = LakeCatalog.require(catalog, output);
    this.branch =
        new StagingBranch(
            LakeCatalog.require(catalog, output),
            order.stretch(),
            rows.dayColumn(),
            "backfill/%s %s".formatted(job.name(), UUID.randomUUID()));
  }

  /** As it was looked at last. */
  Table table() {
    return table;
  }

  void forget() {
    branch.drop();
  }

  BackfillPlan plan(ReceiptFolder receipts) {
    Map<LocalDate, StagedDay> done = done(filesOnMain());
    List<LocalDate> left =
        order.stretch().partitions().stream().filter(day -> !done.containsKey(day)).toList();

    return new BackfillPlan(
        order.stretch(),
        TableLayout.name(contract).toString(),
        List.copyOf(done.keySet()),
        left,
        left.isEmpty() ? FileSize.NONE : new InputSize(job, pin()).of(left),
        receipts.secondsPerPartition(TableLayout.name(contract).toString()),
        order.parallel());
  }

  BackfillReport run(ReceiptFolder receipts) {
    Effort.Meter meter = Effort.start();
    BackfillPlan plan = plan(receipts);
    log.info(
        "Backfill begins job={} from={} to={} done={} left={} branch={}",
        job.name(),
        order.stretch().first(),
        order.stretch().last(),
        plan.done().size(),
        plan.left().size(),
        branch.name());
    plan.done().forEach(day -> outcomes.put(day, DayOutcome.DONE));
    branch.open();
    Result result = stageAndPublish();

    return new BackfillReport(
        plan,
        order.because(),
        outcomes,
        result.done(),
        result.comparison(),
        result.published(),
        new BackfillReport.Tries(attempts, recomputed),
        meter.read(),
        Optional.empty());
  }

  private record Result(
      Map<LocalDate, StagedDay> done,
      Optional<Comparison> comparison,
      Optional<Snapshot> published) {
    static Result unpublished(Map<LocalDate, StagedDay> done) {
      return new Result(done, Optional.empty(), Optional.empty());
    }
  }

  private Result stageAndPublish() {
    while (true) {
      attempts++;
      Map<LocalDate, StagedDay> done = stage();
      if (outcomes.values().stream().anyMatch(day -> day.kind() == DayOutcome.Kind.REFUSED)) {
        return Result.unpublished(done);
      }
      if (outcomes.values().stream().noneMatch(DayOutcome::isDone)) {
        branch.drop();

        return Result.unpublished(done);
      }
      try {
        return publish(done);
      } catch (DayChangedException changed) {
        startOver(changed);
      }
    }
  }

  private Result publish(Map<LocalDate, StagedDay> done) {
    outcomes.forEach(
        (day, outcome) -> {
          if (outcome.isDone() && !done.containsKey(day)) {
            throw new DayChangedException("%s is not as it was done".formatted(day));
          }
        });
    Comparison compared =
        Comparison.of(
            contract,
            rows.of(rows.main(), done.keySet()),
            rows.of(rows.branch(branch.name()), done.keySet()));
    Snapshot published =
        branch.publish(done, order.because().map(text -> Map.of(BECAUSE, text)).orElse(Map.of()));
    table.refresh();

    return new Result(done, Optional.of(compared), Optional.of(published));
  }

  private void startOver(DayChangedException changed) {
    if (attempts == ATTEMPTS) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot publish %s: others changed it %d times meanwhile (%s); run it again when they are done"
              .formatted(branch.name(), ATTEMPTS, changed.getMessage()),
          changed);
    }
    log.warn("Backfill starts over job={} cause={}", job.name(), changed.getMessage());
  }

  /** Computes what is not done, and says what then is. */
  private Map<LocalDate, StagedDay> stage() {
    // In this order: who has changed a day before this look had inputs older than ours.
    Map<LocalDate, String> over = filesOnMain();
    Inputs inputs = pin();
    Map<LocalDate, StagedDay> done = done(over);
    List<LocalDate> left =
        order.stretch().partitions().stream()
            .filter(day -> !done.containsKey(day) && outcomes.get(day) != DayOutcome.LEFT)
            .toList();
    if (attempts > 1) {
      recomputed += left.size();
    }
    Staging staging = new Staging(job, rows, branch, inputs, over);
    outcomes.putAll(new DayWorkers(order.parallel()).work(left, staging::stage));
    table.refresh(); // its columns may be others by now

    return done(over);
  }

  private Map<LocalDate, String> filesOnMain() {
    table.refresh();

    return DayFiles.of(
        table, table.currentSnapshot(), rows.dayColumn(), order.stretch().partitions());
  }

  private Map<LocalDate, StagedDay> done(Map<LocalDate, String> over) {
    Map<LocalDate, StagedDay> done = branch.days();
    done.entrySet()
        .removeIf(
            each -> !each.getValue().isDone(over.get(each.getKey()), table.schema().schemaId()));

    return done;
  }

  private Inputs pin() {
    return Inputs.pin(spark, catalog, contracts, job.inputs());
  }
}

package io.freshet.bench.contracts;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.assurance.log.Log;
import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.local.FlinkApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;

/**
 * Many contracts of which each has few events, all in one writer job: what they take to apply and
 * to start, what the job holds and spends, and how fresh each table is.
 */
public final class ContractsBench {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double NANOS = 1e9;
  private static final double MINUTE_SECONDS = 60;

  private final Stage stage;
  private final Steps steps;
  private final List<String> findings = new ArrayList<>();

  /** Good for one run. */
  public ContractsBench(Stage stage, Steps steps) {
    this.stage = stage;
    this.steps = steps;
  }

  /** What the command line's own code does. */
  public interface Steps {
    /** Makes streams, subjects, tables and views of contracts, as {@code contract apply} does. */
    void apply(Contracts contracts) throws Exception;

    /** One job of these streams, whose contracts are in that folder. */
    FlinkApplication writer(Path contracts, List<String> streams);
  }

  /**
   * What to do.
   *
   * @param contracts how many
   * @param rate events a second, of all of them together
   * @param span how long they come
   */
  public record Plan(int contracts, double rate, Duration span) {}

  public ContractsResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    ManyContracts many = ManyContracts.write(stage, plan.contracts());
    Contracts contracts = Contracts.read(many.folder());
    long begin = System.nanoTime();
    steps.apply(contracts);
    double applied = secondsSince(begin);
    stage.progress().progress("contracts", "%d applied".formatted(plan.contracts()));
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        SteadyEvents events = SteadyEvents.open(stage, many.of(contracts));
        Log log = Log.open(stage.kafka())) {
      begin = System.nanoTime();
      ProcessMeter meter = stage.start(steps.writer(many.folder(), many.names()));
      double started = secondsSince(begin);
      events.sendOneEach();
      awaitAll(catalog, many.of(contracts), events, "first commits");
      double first = secondsSince(begin);
      Effort before = meter.read();
      events.send(plan.rate(), plan.span(), stage.progress());
      Effort spent = ProcessMeter.between(before, meter.read());
      awaitAll(catalog, many.of(contracts), events, "last commits");
      events.checkEach(catalog, findings);

      return new ContractsResult(
          machine,
          plan,
          new ContractsResult.Start(applied, started, first),
          new ContractsResult.Held(
              meter.peakMegabytes(), spent.cpuSeconds() / spent.seconds() * MINUTE_SECONDS),
          waits(catalog, log, contracts, many.names()),
          events.sent(),
          findings);
    }
  }

  private void awaitAll(
      Catalog catalog, List<Contract> contracts, SteadyEvents events, String what) {
    new Countdown(what, events.sent(), stage.progress())
        .await(() -> contracts.stream().mapToLong(each -> rows(catalog, each)).sum(), PATIENCE);
  }

  static long rows(Catalog catalog, Contract contract) {
    return Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties())
        .total()
        .rows();
  }

  private Map<String, Double> waits(
      Catalog catalog, Log log, Contracts contracts, List<String> names) {
    Map<String, Double> waits = new HashMap<>();
    FreshnessReader reader =
        new FreshnessReader(catalog, log, RawJson.from(stage.settings()), InstantSource.system());
    for (Freshness table : reader.read(contracts, names)) {
      table
          .queryable()
          .ifPresentOrElse(
              queryable -> waits.put(table.table(), queryable.p95().toMillis() / 1e3),
              () ->
                  findings.add("Nobody knows how long rows of %s waited".formatted(table.table())));
    }

    return waits;
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / NANOS;
  }
}

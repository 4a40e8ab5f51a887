package io.freshet.bench.growth;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.Depth;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.StreamProver;
import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Positions;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.bench.query.Trino;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.local.FlinkApplication;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.catalog.Catalog;

/**
 * A table of pings to which the writer commits thousands of times, and what its state costs those
 * who write, plan, ask and prove, mark by mark.
 */
public final class GrowthBench {
  private static final String PINGS = "dasher_pings";
  private static final List<String> COMMITS = List.of(Contracts.TABLE_COMMITS);
  private static final long SEED = 11;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Longer than any run; it is stopped. */
  private static final Duration SPAN = Duration.ofDays(2);

  private static final double NANOS = 1e9;

  private final Stage stage;
  private final FlinkApplication writer;
  private final Callable<?> maintenance;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param writer of pings alone, with as little time between commits as it takes
   * @param maintenance as it is shipped
   */
  public GrowthBench(Stage stage, FlinkApplication writer, Callable<?> maintenance) {
    this.stage = stage;
    this.writer = writer;
    this.maintenance = maintenance;
  }

  /**
   * What to do.
   *
   * @param commits how many in all
   * @param markEvery commits
   * @param maintainEvery commits, at the next mark; 0 for never
   * @param rate events a second
   */
  public record Plan(long commits, long markEvery, long maintainEvery, double rate) {}

  public GrowthResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Positions positions = Positions.of(stage);
        Log log = Log.open(stage.kafka());
        Trino trino = Trino.open(stage.settings());
        Simulator simulator = Simulator.connect(stage.settings())) {
      Contracts contracts = stage.contracts();
      Contract pings = contracts.require(PINGS);
      StreamProver prover =
          new StreamProver(catalog, log, contracts.require(Contracts.DEAD_LETTERS));
      TableState state = new TableState(catalog, TableLayout.name(pings), trino);
      ProcessMeter meter = stage.start(writer);
      CompletableFuture<?> traffic =
          CompletableFuture.runAsync(
              () ->
                  simulator.simulate(
                      MarketplaceSettings.live(SEED, plan.rate(), Instant.now(), SPAN),
                      Speed.LIVE,
                      progress -> {}));
      try {
        return grow(plan, machine, new Table(positions, pings, prover, state), meter);
      } finally {
        simulator.stop();
        traffic.join();
      }
    }
  }

  /** What grows, and how it is looked at. */
  private record Table(
      Positions positions, Contract contract, StreamProver prover, TableState state) {
    /** As they are announced, whoever makes them: to ask the catalog costs as much as a commit. */
    long commits() {
      return positions.ends(COMMITS);
    }
  }

  private GrowthResult grow(Plan plan, Machine machine, Table table, ProcessMeter meter)
      throws Exception {
    Countdown countdown = new Countdown("commits", plan.commits(), stage.progress());
    countdown.await(plan.markEvery(), table::commits, PATIENCE);
    Optional<Baseline> first = proved(table, Depth.IDENTITIES, Optional.empty()).state();
    first.ifPresent(state -> table.state().keep("first", state));
    Optional<Baseline> last = first;
    table.state().warmUp();
    List<Mark> marks = new ArrayList<>();
    long maintainedAt = table.commits();
    long maintained = 0;
    do {
      // What comes while somebody looks or maintains is not counted.
      long begun = table.commits();
      Effort before = meter.read();
      countdown.await(begun + plan.markEvery(), table::commits, PATIENCE);
      Effort spent = ProcessMeter.between(before, meter.read());
      long reached = table.commits();
      Timed timed = proved(table, Depth.IDENTITIES, last);
      marks.add(table.state().mark(reached, reached - begun, spent, timed.proved()));
      last = timed.state();
      last.ifPresent(proved -> table.state().keep("last", proved));
      if (plan.maintainEvery() > 0 && reached - maintainedAt >= plan.maintainEvery()) {
        stage.progress().progress("commits", "maintenance");
        maintenance.call();
        maintained++;
        maintainedAt = reached;
      }
    } while (table.commits() < plan.commits());
    Timed whole = proved(table, Depth.IDENTITIES, first);
    Timed deep = proved(table, Depth.VALUES, first);

    return new GrowthResult(machine, maintained, marks, whole.proved(), deep.proved(), findings);
  }

  private record Timed(Mark.Proved proved, Optional<Baseline> state) {}

  private Timed proved(Table table, Depth depth, Optional<Baseline> since) {
    long begin = System.nanoTime();
    Proof proof = table.prover().prove(table.contract(), depth, since);
    double seconds = (System.nanoTime() - begin) / NANOS;
    findings.addAll(proof.findings());
    if (!proof.scope().since().equals(since)) {
      findings.add("A proof since an earlier one has read the whole table");
    }

    return new Timed(new Mark.Proved(proof.totals().expected(), seconds), proof.scope().state());
  }
}

package io.freshet.bench.maintain;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.Depth;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.StreamProver;
import io.freshet.bench.ChildProcess;
import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Pauses;
import io.freshet.bench.Positions;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.FlinkApplication;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * A writer that commits pings as they come, alone and beside maintenance that goes round after
 * round over the same table: whether a commit is lost, and how late commits come.
 */
public final class BesideBench {
  private static final String PINGS = "dasher_pings";
  private static final long SEED = 11;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Longer than any run; it is stopped. */
  private static final Duration SPAN = Duration.ofDays(2);

  /** Spark is up, and a round under way. */
  private static final Pattern BEGUN = Pattern.compile("(Maintenance planned|Round ended)");

  private static final int FIRST_COMMITS = 10;
  private static final String WRITERS_RETRY = "Retrying task after failure";

  private final Stage stage;
  private final FlinkApplication writer;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param writer of pings alone, which commits as often as the plan says
   */
  public BesideBench(Stage stage, FlinkApplication writer) {
    this.stage = stage;
    this.writer = writer;
  }

  /**
   * What to do.
   *
   * @param interval between the writer's commits
   * @param span of each part: alone, beside maintenance, and both again
   * @param rate events a second
   */
  public record Plan(Duration interval, Duration span, double rate) {}

  public BesideResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    Catalog catalog = stage.catalog();
    Contract pings = stage.contracts().require(PINGS);
    List<Spell> spells = new ArrayList<>();
    Rounds rounds = Rounds.NONE;
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Positions positions = Positions.of(stage);
        Simulator simulator = Simulator.connect(stage.settings())) {
      stage.start(writer);
      CompletableFuture<?> traffic =
          CompletableFuture.runAsync(
              () ->
                  simulator.simulate(
                      MarketplaceSettings.live(SEED, plan.rate(), Instant.now(), SPAN),
                      Speed.LIVE,
                      progress -> {}));
      try {
        new Countdown("commits", FIRST_COMMITS, stage.progress())
            .await(() -> positions.ends(List.of(Contracts.TABLE_COMMITS)), PATIENCE);
        for (int turn = 1; turn <= 2; turn++) {
          spells.add(alone(plan));
          Path receipts = stage.scratch().resolve("receipts-" + turn);
          spells.add(besideMaintenance(plan, pings, receipts));
          rounds = rounds.plus(Rounds.of(receipts));
        }
      } finally {
        simulator.stop();
        traffic.join();
      }
      if (rounds.merges() == 0) {
        findings.add("Maintenance has merged nothing");
      }
      prove(catalog, pings);
      Table table = LakeCatalog.require(catalog, TableLayout.name(pings));
      List<CommitDelays> delays = CommitDelays.of(table, spells, plan.interval());
      int lost = CommitDelays.lost(table);
      if (lost > 0) {
        findings.add("%d commits of the writer are not in the table's history".formatted(lost));
      }

      return new BesideResult(machine, plan, delays, lost, rounds, writersRetries(), findings);
    }
  }

  private Spell alone(Plan plan) {
    stage.progress().progress("beside", "the writer alone");
    Instant from = Instant.now();
    Pauses.pause(plan.span());

    return new Spell(Spell.Company.ALONE, from, Instant.now());
  }

  /**
   * From the start of its process, for the span once it works, to its end, to which it is told: it
   * must end well.
   */
  private Spell besideMaintenance(Plan plan, Contract pings, Path receipts) throws IOException {
    stage.progress().progress("beside", "maintenance beside it");
    Files.createDirectories(receipts);
    Instant from = Instant.now();
    try (ChildProcess maintenance =
        ChildProcess.start(
            "maintenance",
            new Rewriters(stage).rounds(TableLayout.name(pings)),
            Rewriters.untiring(receipts),
            stage.platform().folder().log("maintenance-beside"))) {
      maintenance.awaitWord(BEGUN, PATIENCE); // before, it knows no wish to end
      Instant end = Instant.now().plus(plan.span());
      while (Instant.now().isBefore(end)) {
        maintenance.requireAlive();
        Pauses.pause(Duration.ofMillis(250));
      }
      ProcessHandle.of(maintenance.pid()).ifPresent(ProcessHandle::destroy);
      maintenance.awaitWithin(PATIENCE);
    }

    return new Spell(Spell.Company.MAINTENANCE, from, Instant.now());
  }

  /** Waits until the table holds what was sent, and looks for what is missing or doubled. */
  private void prove(Catalog catalog, Contract pings) {
    stage.progress().progress("beside", "proving the table");
    try (Log log = Log.open(stage.kafka())) {
      StreamProver prover =
          new StreamProver(catalog, log, stage.contracts().require(Contracts.DEAD_LETTERS));
      Proof proof = prover.prove(pings, Depth.IDENTITIES, Optional.empty());
      findings.addAll(proof.findings());
    }
  }

  /** Attempts at a commit that the writer had to repeat, by its log. */
  private long writersRetries() throws IOException {
    long retries = 0;
    for (String name : List.of(writer.jobManager(), writer.taskManager())) {
      Path log = stage.platform().folder().log(name);
      if (Files.exists(log)) {
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
          retries += line.contains(WRITERS_RETRY) ? 1 : 0;
        }
      }
    }

    return retries;
  }
}

package io.freshet.bench.alerts;

import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Pauses;
import io.freshet.bench.Stage;
import io.freshet.bench.contracts.ManyContracts;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Pool;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.FlinkApplication;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Makes tables late, one fault after the other, and holds what a console tells of it by its webhook
 * against what a reader of the tables' rows sees.
 */
public final class AlertsBench {
  private static final int TABLES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration HEAL_EVERY = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Beyond two budgets: by then a fault that makes anything late has done so. */
  private static final Duration UNTIL_LATE = Duration.ofMinutes(1);

  /** How long an alert is waited for; far beyond what is promised, to know how late it is. */
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(60);

  /** Faults begin at any time between two rounds of the console. */
  private static final int ROUND_MILLIS = 10_000;

  /** An alert begins so much before the budget, for what can't be measured; rounded up. */
  private static final Duration EARLY = Duration.ofSeconds(3);

  private static final String SHIPPED_BUDGET = "(property: freshness\\s+value: )\\d+(\\s+unit: )s";

  private final Stage stage;
  private final Steps steps;
  private final List<String> problems = new ArrayList<>();

  /** Good for one run. */
  public AlertsBench(Stage stage, Steps steps) {
    this.stage = stage;
    this.steps = steps;
  }

  /** What the command line's own code does. */
  public interface Steps {
    /** Makes streams, subjects, tables and views of contracts, as {@code contract apply} does. */
    void apply(Contracts contracts) throws Exception;

    /** One job of these streams, whose contracts are in that folder. */
    FlinkApplication writer(Path contracts, List<String> streams);

    /** That writer's commits of one table are refused; those of its others are not. */
    StalenessFault refusedCommits(TableIdentifier table);

    /** A console by these contracts that tells the webhook; it ends with what is returned. */
    AutoCloseable console(Path contracts, URI webhook) throws Exception;
  }

  /**
   * What to do.
   *
   * @param budget of each table
   * @param quiet how long nothing is done, before the first injection
   * @param faults names of those to choose from; empty: all
   */
  public record Plan(
      int injections,
      long seed,
      Duration budget,
      Duration quiet,
      double rate,
      List<String> faults) {
    public Plan {
      faults = List.copyOf(faults);
    }
  }

  /** What is watched while faults come. */
  private record Watch(
      Map<TableIdentifier, Passages> tables,
      TableIdentifier watched,
      AlertReceiver receiver,
      Duration budget) {
    Passages passages() {
      return tables.get(watched);
    }

    boolean isLate() {
      return passages().isLate(budget, Instant.now());
    }

    boolean wasTold(String state, Instant since) {
      return receiver.told().stream()
          .anyMatch(told -> told.isOf(state, watched.toString()) && !told.at().isBefore(since));
    }
  }

  public AlertsResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    ManyContracts many =
        ManyContracts.write(stage, TABLES, contract -> withBudget(plan.budget(), contract));
    Contracts contracts = Contracts.read(many.folder());
    List<Contract> tables = many.of(contracts);
    steps.apply(contracts);
    Map<Contract, Passages> byContract = new LinkedHashMap<>();
    Map<TableIdentifier, Passages> byTable = new LinkedHashMap<>();
    for (Contract contract : tables) {
      Passages passages = new Passages();
      byContract.put(contract, passages);
      byTable.put(TableLayout.name(contract), passages);
    }
    TableIdentifier watched = TableLayout.name(tables.get(0));
    FlinkApplication writer = steps.writer(many.folder(), many.names());
    List<StalenessFault> faults = faults(plan, writer, watched);
    stage.start(writer);
    Catalog looking = stage.catalog();
    Catalog reading = stage.catalog();
    try (AutoCloseable closingLooks = (AutoCloseable) looking;
        AutoCloseable closingReports = (AutoCloseable) reading;
        AlertReceiver receiver = AlertReceiver.open();
        NumberedEvents events = NumberedEvents.start(stage, byContract, plan.rate());
        Looks looks = Looks.start(looking, byTable)) {
      Watch watch = new Watch(byTable, watched, receiver, plan.budget());
      awaitFirst(watch, looks);
      try (AutoCloseable console = steps.console(many.folder(), receiver.address());
          Reports reports = Reports.start(stage, reading, contracts, many.names())) {
        Instant begin = Instant.now();
        stage.pass("quiet", plan.quiet());
        List<Injection> injections = inject(plan, faults, watch);
        events.stop();
        awaitAll(byTable);
        Instant end = Instant.now();
        Map<String, List<Breach>> breaches = new HashMap<>();
        byTable.forEach(
            (table, passages) ->
                breaches.put(table.toString(), Breach.of(passages.all(), plan.budget(), end)));
        Judgement judgement =
            Judgement.of(
                new Judgement.Events(
                    watched.toString(), injections, breaches, receiver.told(), begin, end),
                new Pool("", tables).interval().plus(EARLY));

        return new AlertsResult(machine, plan, judgement, reported(reports, byTable), problems);
      }
    }
  }

  static String withBudget(Duration budget, String contract) {
    String changed = contract.replaceFirst(SHIPPED_BUDGET, "$1" + budget.toSeconds() + "$2s");
    if (changed.equals(contract) && !contract.contains("value: " + budget.toSeconds())) {
      throw new FreshetException(
          Fault.OURS, "The contract dasher_pings does not say its freshness in seconds any more");
    }

    return changed;
  }

  /** Those of the plan, in an order of their own. */
  private List<StalenessFault> faults(Plan plan, FlinkApplication writer, TableIdentifier watched) {
    List<StalenessFault> all = new ArrayList<>(ProcessFault.all(stage, writer));
    all.add(steps.refusedCommits(watched));
    List<String> names = all.stream().map(StalenessFault::name).toList();
    for (String wanted : plan.faults()) {
      if (!names.contains(wanted)) {
        throw new InvalidSettingException("--faults", wanted, "some of " + names);
      }
    }
    List<StalenessFault> chosen =
        all.stream()
            .filter(each -> plan.faults().isEmpty() || plan.faults().contains(each.name()))
            .toList();

    return Draw.of(chosen, plan.injections(), plan.seed());
  }

  private List<Injection> inject(Plan plan, List<StalenessFault> faults, Watch watch)
      throws Exception {
    List<Injection> injections = new ArrayList<>();
    Random phase = new Random(plan.seed());
    Countdown countdown = new Countdown("injections", faults.size(), stage.progress());
    for (StalenessFault fault : faults) {
      Pauses.pause(Duration.ofMillis(phase.nextInt(ROUND_MILLIS)));
      Injection injection = inject(injections.size() + 1, fault, watch);
      injections.add(injection);
      countdown.at(injections.size());
      if (!isBack(watch, injection)) {
        problems.add(
            "%s is not told to be back %d s after injection %d, %s, was over"
                .formatted(
                    watch.watched(), PATIENCE.toSeconds(), injection.number(), injection.fault()));
        break;
      }
    }

    return injections;
  }

  private Injection inject(int number, StalenessFault fault, Watch watch) throws Exception {
    String what = "injection " + number;
    stage.progress().progress(what, fault.name());
    Instant begun = Instant.now();
    fault.begin();
    try {
      boolean isLate = within(watch.budget().multipliedBy(2).plus(UNTIL_LATE), watch::isLate);
      stage.progress().progress(what, isLate ? "late" : "nothing is late");
      if (isLate) {
        boolean isTold = within(UNTIL_TOLD, () -> watch.wasTold(Told.BREACHED, begun));
        stage.progress().progress(what, isTold ? "told" : "not told");
      }
    } finally {
      fault.end();
    }

    return new Injection(number, fault.name(), fault.hop().code(), begun, Instant.now());
  }

  /**
   * Whether the table is well again, and whoever was told of it was told that as well. What dies
   * only now, as it was taken for dead meanwhile, is started again as a supervisor does.
   */
  private boolean isBack(Watch watch, Injection injection) {
    boolean wasTold = watch.wasTold(Told.BREACHED, injection.begun());
    BooleanSupplier isWell =
        () -> !watch.isLate() && (!wasTold || watch.wasTold(Told.RECOVERED, injection.begun()));
    Instant end = Instant.now().plus(PATIENCE);
    while (!within(HEAL_EVERY, isWell)) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      stage.platform().heal(stage.progress());
    }

    return true;
  }

  private static boolean within(Duration patience, BooleanSupplier condition) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Pauses.pause(LOOK);
    }

    return true;
  }

  private void awaitFirst(Watch watch, Looks looks) {
    boolean allSeen =
        within(PATIENCE, () -> watch.tables().values().stream().allMatch(each -> each.seen() > 0));
    if (!allSeen) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "No row came within %d s; see the logs in the bench's folder%s"
              .formatted(PATIENCE.toSeconds(), looks.trouble().map(why -> ": " + why).orElse("")));
    }
    within(PATIENCE, () -> !watch.isLate());
  }

  private void awaitAll(Map<TableIdentifier, Passages> tables) {
    boolean isWhole =
        within(
            PATIENCE, () -> tables.values().stream().allMatch(each -> each.seen() == each.count()));
    if (!isWhole) {
      tables.forEach(
          (name, passages) ->
              problems.add(
                  "%s has %d rows of %d events"
                      .formatted(name, passages.seen(), passages.count())));
    }
  }

  private static AlertsResult.Reported reported(
      Reports reports, Map<TableIdentifier, Passages> tables) {
    Map<String, List<Passage>> passages = new HashMap<>();
    tables.forEach((name, each) -> passages.put(name.toString(), each.all()));
    List<Reading> readings = reports.readings();
    Duration largest =
        readings.stream()
            .map(reading -> reading.differenceFrom(passages.get(reading.table())))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);

    return new AlertsResult.Reported(readings.size(), reports.unmeasured(), largest);
  }
}

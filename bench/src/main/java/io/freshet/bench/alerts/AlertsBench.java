package io.freshet.bench.alerts;

import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.bench.alerts.Injector.Injection;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Makes tables late, one fault after the other, and holds what a console tells of it by its webhook
 * against what a reader of the tables' rows sees.
 */
public final class AlertsBench {
  /** What {@link Steps#refusedCommits} is called. */
  public static final String COMMITS_REFUSED = "commits-refused";

  private static final int TABLES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** An alert begins so much before the budget, for what can't be measured; rounded up. */
  private static final Duration EARLY = Duration.ofSeconds(3);

  private final Stage stage;
  private final Steps steps;
  private final List<String> problems = new ArrayList<>();

  /** Good for one run. */
  public AlertsBench(Stage stage, Steps steps) {
    this.stage = stage;
    this.steps = steps;
  }

  /** Of all faults: what a plan may choose from. */
  public static List<String> faultNames() {
    return Stream.concat(
            ProcessFault.kinds().stream().map(ProcessFault.Kind::name), Stream.of(COMMITS_REFUSED))
        .toList();
  }

  /** What the command line's own code does. */
  public interface Steps {
    /** Makes streams, subjects, tables and views of contracts, as {@code contract apply} does. */
    void apply(Contracts contracts) throws Exception;

    /** One job, {@code writer}, of these streams, whose contracts are in that folder. */
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
   * @param faults those of {@link #faultNames} to choose from; empty: all
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

  public AlertsResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    Ground ground = Ground.prepare(stage, TABLES, plan.budget());
    steps.apply(ground.contracts());
    List<StalenessFault> faults = faults(plan, ground.watched());
    stage.start(steps.writer(ground.folder(), ground.names()));
    Catalog looking = stage.catalog();
    Catalog reading = stage.catalog();
    try (AutoCloseable closingLooks = (AutoCloseable) looking;
        AutoCloseable closingReports = (AutoCloseable) reading;
        AlertReceiver receiver = AlertReceiver.open();
        NumberedEvents events = NumberedEvents.start(stage, ground.passages(), plan.rate());
        Looks looks = Looks.start(looking, ground.tables())) {
      Watch watch = new Watch(ground.tables(), ground.watched(), receiver::told, plan.budget());
      awaitFirst(watch, looks);
      try (AutoCloseable console = steps.console(ground.folder(), receiver.address());
          Reports reports = Reports.start(stage, reading, ground.contracts(), ground.names())) {
        Judgement judgement = judged(plan, ground, watch, faults, events);

        return new AlertsResult(
            machine,
            plan,
            judgement,
            AlertsResult.Reported.of(
                reports.readings(), reports.unmeasured(), looks.asked(), ground.passagesByName()),
            problems);
      }
    }
  }

  private Judgement judged(
      Plan plan, Ground ground, Watch watch, List<StalenessFault> faults, NumberedEvents events)
      throws Exception {
    Instant begin = Instant.now();
    stage.pass("quiet", plan.quiet());
    List<Injection> injections =
        new Injector(Healing.of(stage, Injector.PATIENCE), watch, problems)
            .inject(faults, plan.seed());
    events.stop();
    awaitAll(watch);
    events
        .failure()
        .ifPresent(e -> problems.add("An event was not sent: " + LakeFailures.reason(e)));

    return judgement(watch, ground, injections, begin);
  }

  private static Judgement judgement(
      Watch watch, Ground ground, List<Injection> injections, Instant begin) {
    Instant end = Instant.now();
    Map<String, List<Breach>> breaches = new HashMap<>();
    ground
        .passagesByName()
        .forEach(
            (table, passages) -> breaches.put(table, Breach.of(passages, watch.budget(), end)));

    return Judgement.of(
        new Judgement.Events(
            watch.watched().toString(), injections, breaches, watch.told().get(), begin, end),
        ground.commitsEvery().plus(EARLY));
  }

  /** Those of the plan, in an order of their own. */
  private List<StalenessFault> faults(Plan plan, TableIdentifier watched) {
    List<StalenessFault> all = new ArrayList<>();
    ProcessFault.kinds().forEach(kind -> all.add(new ProcessFault(stage, kind)));
    all.add(steps.refusedCommits(watched));
    List<StalenessFault> chosen =
        all.stream()
            .filter(each -> plan.faults().isEmpty() || plan.faults().contains(each.name()))
            .toList();

    return Injector.draw(chosen, plan.injections(), plan.seed());
  }

  private static void awaitFirst(Watch watch, Looks looks) {
    if (!Watch.within(PATIENCE, watch::hasRowsOfEach)) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "No row came within %d s; see the logs in the bench's folder%s"
              .formatted(PATIENCE.toSeconds(), looks.trouble().map(why -> ": " + why).orElse("")));
    }
    if (!Watch.within(PATIENCE, () -> !watch.isLate())) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "%s is late %d s after its first row, and nobody has done anything yet"
              .formatted(watch.watched(), PATIENCE.toSeconds()));
    }
  }

  private void awaitAll(Watch watch) {
    if (!Watch.within(PATIENCE, watch::hasAllRows)) {
      watch
          .tables()
          .forEach(
              (name, passages) ->
                  problems.add(
                      "%s has %d rows of %d events"
                          .formatted(name, passages.seen(), passages.count())));
    }
  }
}

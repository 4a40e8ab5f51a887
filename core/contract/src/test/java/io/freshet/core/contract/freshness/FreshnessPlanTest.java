package io.freshet.core.contract.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessPlanTest {
  private static final Contracts SHIPPED = Contracts.read(Path.of("../../contracts"));
  private static final Contract PINGS = SHIPPED.require("dasher_pings");

  @Test
  void splitsAMinuteOverTheWayOfAPing() {
    FreshnessPlan plan = alone(PINGS);

    assertThat(plan.hops())
        .extracting(HopShare::hop)
        .containsExactly(Hop.GATEWAY, Hop.KAFKA, Hop.FLINK, Hop.COMMIT, Hop.WAREHOUSE);
    assertThat(plan.share(Hop.FLINK)).isEqualTo(Duration.ofSeconds(10));
    assertThat(plan.share(Hop.COMMIT)).isEqualTo(Duration.ofMillis(570));
    assertThat(plan.needs().plus(plan.reserve())).isEqualTo(Duration.ofSeconds(60));
    assertThat(plan.repeat()).isEqualTo(Duration.ofMillis(10_570));
    assertThat(plan.fits()).isTrue();
  }

  @Test
  void alertsRestOnNoOtherContract() {
    for (FreshnessPlan plan : FreshnessPlan.all(SHIPPED, RunningSettings.none(), Map.of())) {
      assertThat(FreshnessPlan.alertAfter(plan.contract()))
          .as(plan.contract().name())
          .isEqualTo(plan.alertAfter());
    }
  }

  /** The console, the rules and the plan alert at one threshold, and only the plan knows of dbt. */
  @Test
  void alertsRestOnNoMarts() {
    Map<String, List<String>> marts = Map.of("dasher_efficiency", List.of("dasher_performance"));

    for (FreshnessPlan plan : FreshnessPlan.all(SHIPPED, RunningSettings.none(), marts)) {
      assertThat(plan.alertAfter())
          .as(plan.contract().name())
          .isEqualTo(FreshnessPlan.alertAfter(plan.contract()));
    }
  }

  @Test
  void alertsBeforeWhoeverLooksIsTooLate() {
    FreshnessPlan plan = alone(PINGS);
    Duration outside = plan.share(Hop.GATEWAY).plus(plan.share(Hop.WAREHOUSE));

    assertThat(plan.alertAfter()).isEqualTo(Duration.ofSeconds(60).minus(outside));
    assertThat(plan.alertAfter()).isLessThan(plan.budget()).isGreaterThan(plan.needs());
  }

  @Test
  void givesTheWriterTheIntervalThatItTakesItself() {
    List<Pool> pools = Pool.all(SHIPPED);

    for (FreshnessPlan plan : all(RunningSettings.none())) {
      plan.checkpointInterval()
          .ifPresent(
              interval ->
                  assertThat(interval)
                      .isEqualTo(BudgetSplit.writerInterval(pools.get(0).contracts())));
    }
  }

  @Test
  void theShippedContractsHoldTogether() {
    assertThat(all(RunningSettings.none()))
        .allSatisfy(plan -> assertThat(plan.contradictions()).isEmpty());
  }

  @Test
  void namesEveryContractThatAnIntervalOfTheProfileIsTooLongFor() {
    RunningSettings slow =
        new RunningSettings(
            Optional.of(Duration.ofSeconds(30)), Optional.empty(), Optional.empty());

    FreshnessPlan plan = plan(slow, "dasher_pings");

    assertThat(plan.share(Hop.FLINK)).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan.contradictions())
        .anySatisfy(
            found ->
                assertThat(found)
                    .isEqualTo(
                        "writer.checkpoint-interval is 30s, but the tightest budget of those that"
                            + " it serves with dasher_pings asks for 10s; leave it out, or set"
                            + " that"));
    assertThat(plan(slow, "dasher_efficiency").contradictions()).isEmpty();
  }

  @Test
  void anIntervalThatIsShorterThanItMustBeContradictsNothing() {
    RunningSettings fast =
        new RunningSettings(Optional.of(Duration.ofSeconds(2)), Optional.empty(), Optional.empty());

    assertThat(plan(fast, "dasher_pings").contradictions()).isEmpty();
  }

  @Test
  void saysWhereSnowflakeLooksTooRarely() {
    RunningSettings rare =
        new RunningSettings(
            Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(10)));

    assertThat(plan(rare, "dasher_pings").contradictions())
        .singleElement()
        .asString()
        .contains("snowflake.refresh-interval is 10m", "Snowflake will show it late");
    assertThat(plan(rare, "dasher_efficiency").contradictions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT3S, false", "PT6S, true", "PT60S, true", "PT24H, true"})
  void aBudgetMustHaveRoomForACheckpointThatFails(Duration budget, boolean fits) {
    FreshnessPlan plan = alone(PINGS.within(budget));

    assertThat(plan.fits()).isEqualTo(fits);
    assertThat(plan.contradictions().isEmpty()).isEqualTo(fits);
    assertThat(plan.alertAfter()).isPositive().isLessThanOrEqualTo(budget);
  }

  @Test
  void rowsOfADayWaitUntilItIsOver() {
    FreshnessPlan plan =
        FreshnessPlan.of(
            SHIPPED.require("dasher_efficiency"),
            Optional.empty(),
            Duration.ZERO,
            RunningSettings.none(),
            List.of("dasher_performance"));

    assertThat(plan.hops())
        .extracting(HopShare::hop)
        .containsExactly(Hop.PERIOD, Hop.NIGHTLY, Hop.WAREHOUSE, Hop.DBT);
    assertThat(plan.share(Hop.PERIOD)).isEqualTo(Duration.ofDays(1));
    assertThat(plan.checkpointInterval()).isEmpty();
    assertThat(plan.fits()).isTrue();
    assertThat(plan(RunningSettings.none(), "restaurant_payouts_weekly").share(Hop.PERIOD))
        .isEqualTo(Duration.ofDays(7));
  }

  /** docs/benchmarks/0004, many small contracts: the worst table's p95 was 24.7 s. */
  @Test
  void promisesNoLessThanWhatTwoHundredTablesInOneWriterHaveTaken() {
    Pool many = new Pool("writer", new ArrayList<>(Collections.nCopies(216, PINGS)));

    FreshnessPlan plan =
        FreshnessPlan.of(
            PINGS, Optional.of(many), Duration.ZERO, RunningSettings.none(), List.of());
    Duration logToSnapshot =
        plan.share(Hop.KAFKA).plus(plan.share(Hop.FLINK)).plus(plan.share(Hop.COMMIT));

    assertThat(logToSnapshot).isBetween(Duration.ofMillis(24_700), Duration.ofSeconds(35));
    assertThat(plan.share(Hop.FLINK)).isEqualTo(many.commits());
  }

  /** docs/benchmarks/0004: a commit every 10 s is 8,640 of them a day, 2,000 snapshots stay. */
  @Test
  void reckonsADayOfCommits() {
    CommitCost cost = CommitCost.perDay(Duration.ofSeconds(10), 1);

    assertThat(cost.commits()).isEqualTo(8_640);
    assertThat(cost.files()).isEqualTo(8_640);
    assertThat(cost.metadataBytes()).isCloseTo(8_640.0 * 2_000 * 1_900, within(1.0));
    assertThat(cost.writerCpuSeconds()).isCloseTo(1_728, within(0.1));
    assertThat(cost.maintenanceCpuSeconds()).isCloseTo(60.48 + 259.2, within(0.1));
    // 288 commits a day: fewer snapshots than may stay.
    assertThat(CommitCost.perDay(Duration.ofMinutes(5), 1).metadataBytes())
        .isCloseTo(288.0 * 288 * 1_900, within(1.0));
  }

  @Test
  void halfOfAMinuteDoublesTheCommitsOfAllThatShareTheWriter() {
    FreshnessPlan plan = plan(RunningSettings.none(), "dasher_pings");
    int tables = plan.pool().orElseThrow().contracts().size();

    Fresher fresher = plan.fresher();

    assertThat(fresher.budget()).isEqualTo(Duration.ofSeconds(30));
    assertThat(fresher.interval()).contains(Duration.ofSeconds(5));
    assertThat(fresher.tables()).isEqualTo(tables);
    assertThat(fresher.more().commits()).isEqualTo(8_640.0 * tables);
    assertThat(fresher.moreAlone().commits()).isEqualTo(8_640);
    assertThat(fresher.fits()).isTrue();
  }

  @Test
  void aMinuteLessOfTenChangesWhatFollowsFromItAlone() {
    FreshnessPlan plan = alone(PINGS.within(Duration.ofMinutes(10)));

    assertThat(plan.fresher().budget()).isEqualTo(Duration.ofMinutes(9));
    assertThat(plan.fresher().interval()).contains(Duration.ofSeconds(90));
  }

  /** Two hundred tables take 14 s a round: no budget makes them commit each ten. */
  @Test
  void aTighterBudgetCommitsNoSoonerThanTheCommitsAreDone() {
    Contract slow = PINGS.within(Duration.ofMinutes(2));
    Pool many = new Pool("writer", new ArrayList<>(Collections.nCopies(200, slow)));

    Fresher fresher =
        FreshnessPlan.of(slow, Optional.of(many), Duration.ZERO, RunningSettings.none(), List.of())
            .fresher();

    assertThat(many.commits()).isGreaterThan(Duration.ofSeconds(10));
    assertThat(fresher.budget()).isEqualTo(Duration.ofMinutes(1));
    assertThat(fresher.interval()).contains(many.commits());
  }

  @Test
  void reckonsWithTheIntervalThatTheProfileSays() {
    RunningSettings often =
        new RunningSettings(Optional.of(Duration.ofSeconds(2)), Optional.empty(), Optional.empty());

    FreshnessPlan plan = plan(often, "dasher_pings");

    assertThat(plan.commitsEvery()).contains(Duration.ofSeconds(2));
    assertThat(plan.cost().commits()).isEqualTo(43_200);
  }

  @Test
  void deadLettersCommitNoMoreOftenThanTheStreamsTheyComeWith() {
    Fresher fresher = plan(RunningSettings.none(), Contracts.DEAD_LETTERS).fresher();

    assertThat(fresher.interval()).isEmpty();
    assertThat(fresher.more()).isEqualTo(CommitCost.NONE);
    assertThat(fresher.moreAlone()).isEqualTo(CommitCost.NONE);
  }

  @Test
  void aDerivedTableCommitsNoMoreOftenForAMinute() {
    Fresher fresher = plan(RunningSettings.none(), "dasher_efficiency").fresher();

    assertThat(fresher.interval()).isEmpty();
    assertThat(fresher.more()).isEqualTo(CommitCost.NONE);
    assertThat(fresher.fits()).isTrue();
  }

  /** Dead letters of a minute make it commit each 3.3 s, also where what it feeds has ten. */
  @Test
  void aValidatorRunsAsOftenAsTheTightestThatItServesAsksFor() {
    Intake raw = new Intake(List.of(), List.of(), Acknowledgement.DURABLE, true);
    Contract slow = PINGS.within(Duration.ofMinutes(10));
    Contract fed = slow.with(slow.requireStream().with(raw));
    Contracts contracts = Contracts.of(List.of(fed, SHIPPED.deadLetters()));
    RunningSettings everyTenSeconds =
        new RunningSettings(
            Optional.empty(), Optional.of(Duration.ofSeconds(10)), Optional.empty());

    Duration interval = BudgetSplit.validatorInterval(contracts);
    assertThat(interval).isEqualTo(Duration.ofMinutes(1).dividedBy(18));
    for (String name : List.of(PINGS.name(), Contracts.DEAD_LETTERS)) {
      assertThat(plan(contracts, RunningSettings.none(), name).share(Hop.VALIDATOR))
          .as(name)
          .isEqualTo(interval);
      assertThat(plan(contracts, everyTenSeconds, name).contradictions())
          .as(name)
          .anyMatch(found -> found.startsWith("validator.checkpoint-interval is 10s"));
    }
  }

  /** Each of thousands asks its pool: had it to look at all others, that would be millions. */
  @Test
  void aPoolReckonsOnceWhatFollowsFromAllOfIt() {
    Pool pool = new Pool("writer", List.of(PINGS, PINGS.within(Duration.ofHours(1))));

    assertThat(pool.interval()).isEqualTo(Duration.ofSeconds(10)).isSameAs(pool.interval());
    assertThat(pool.tightest()).contains(Duration.ofMinutes(1)).isSameAs(pool.tightest());
  }

  private static FreshnessPlan alone(Contract contract) {
    return FreshnessPlan.of(
        contract,
        Optional.of(new Pool("writer", List.of(contract))),
        BudgetSplit.validatorInterval(List.of(contract)),
        RunningSettings.none(),
        List.of());
  }

  private static List<FreshnessPlan> all(RunningSettings running) {
    return FreshnessPlan.all(SHIPPED, running, Map.of());
  }

  private static FreshnessPlan plan(RunningSettings running, String name) {
    return plan(SHIPPED, running, name);
  }

  private static FreshnessPlan plan(Contracts contracts, RunningSettings running, String name) {
    return FreshnessPlan.all(contracts, running, Map.of()).stream()
        .filter(plan -> plan.contract().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

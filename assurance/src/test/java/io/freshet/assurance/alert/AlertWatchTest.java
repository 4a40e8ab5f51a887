package io.freshet.assurance.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Alert.State;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.lake.TableLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertWatchTest {
  private static final Contracts SHIPPED = Contracts.read(Path.of("../contracts"));
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final int MINUTE = 60;

  /** As often as the console measures. */
  private static final int ROUND = 10;

  private static final String PINGS = "dasher_pings";
  private static final String ORDERS = "order_events";

  private final AlertWatch watch = new AlertWatch();

  @Test
  void tellsOnceOfATableThatIsTooLateAndOnceWhenItIsBack() {
    assertThat(judge(0, Map.of(PINGS, log(PINGS, 5, 5)))).isEmpty();

    List<Alert> breached = judge(10, Map.of(PINGS, log(PINGS, 61, 61)));
    assertThat(breached).singleElement().extracting(Alert::state).isEqualTo(State.BREACHED);
    assertThat(breached.get(0).table()).contains("raw.dasher_pings");
    assertThat(breached.get(0).owner()).contains(SHIPPED.require(PINGS).documentation().owner());
    assertThat(judge(20, Map.of(PINGS, log(PINGS, 71, 71)))).isEmpty();

    assertThat(judge(30, Map.of(PINGS, log(PINGS, 0, 1)))).isEmpty();
    List<Alert> recovered = judge(30 + MINUTE, Map.of(PINGS, log(PINGS, 0, 1)));
    assertThat(recovered).singleElement().extracting(Alert::state).isEqualTo(State.RECOVERED);
    assertThat(recovered.get(0).diagnosis()).isEmpty();
    assertThat(judge(40 + MINUTE, Map.of(PINGS, log(PINGS, 0, 1)))).isEmpty();
  }

  @Test
  void aTableThatGoesOverWithEachCommitIsToldOnce() {
    List<Alert> told = new ArrayList<>();
    // A writer that commits every 65 s where the budget is 60: each time nothing waits for a while.
    for (int second = 0; second < 20 * MINUTE; second += ROUND) {
      int waits = second % 65;
      told.addAll(judge(second, Map.of(PINGS, log(PINGS, waits, waits))));
    }

    assertThat(told).extracting(Alert::state).containsExactly(State.BREACHED);
  }

  @Test
  void aTableThatHoversAtWhatItMayWaitIsToldOnce() {
    List<Alert> told = new ArrayList<>();
    for (int second = 0; second < 20 * MINUTE; second += ROUND) {
      int waits = second / ROUND % 2 == 0 ? 61 : 52;
      told.addAll(judge(second, Map.of(PINGS, log(PINGS, waits, waits))));
    }

    assertThat(told).extracting(Alert::state).containsExactly(State.BREACHED);
  }

  @Test
  void aTableThatIsLateAgainAfterItWasCalmIsToldAnew() {
    judge(0, Map.of(PINGS, log(PINGS, 61, 61)));
    judge(10, Map.of(PINGS, log(PINGS, 1, 1)));

    assertThat(judge(10 + MINUTE, Map.of(PINGS, log(PINGS, 1, 1)))).hasSize(1);
    assertThat(judge(20 + MINUTE, Map.of(PINGS, log(PINGS, 61, 61))))
        .singleElement()
        .extracting(Alert::state)
        .isEqualTo(State.BREACHED);
  }

  @Test
  void calmIsAsLongAsWhatAnAlertBeginsAtWithinBounds() {
    assertThat(AlertWatch.calmFor(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(30));
    assertThat(AlertWatch.calmFor(Duration.ofSeconds(58))).isEqualTo(Duration.ofSeconds(58));
    assertThat(AlertWatch.calmFor(Duration.ofHours(27))).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void isEarlierThanTheBudgetByWhatIsNotMeasured() {
    List<Alert> alerts = judge(0, Map.of(PINGS, log(PINGS, 59, 59)));

    assertThat(alerts.get(0).alertAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(57), Duration.ofSeconds(59));
  }

  @Test
  void aTableThatNoContractHasAnyMoreIsLateNoMore() {
    judge(0, Map.of(PINGS, log(PINGS, 61, 61)));
    Contracts others =
        Contracts.of(
            SHIPPED.all().stream().filter(contract -> !contract.name().equals(PINGS)).toList());

    watch.begin(others);
    List<Alert> told = watch.end(Map.of(), Set.of(), NOON.plusSeconds(10));

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(State.RECOVERED);
    assertThat(told.get(0).table()).contains("raw.dasher_pings");
    assertThat(judge(20, Map.of(PINGS, log(PINGS, 61, 61))))
        .extracting(Alert::state)
        .containsExactly(State.BREACHED);
  }

  @Test
  void aTableOfWhichNothingIsKnownStaysAsItWas() {
    judge(0, Map.of(PINGS, log(PINGS, 61, 61)));

    assertThat(judge(10, Map.of())).isEmpty();
    assertThat(judge(20, Map.of(PINGS, unknown(PINGS)))).isEmpty();
    assertThat(judge(30, Map.of(PINGS, log(PINGS, 61, 61)))).isEmpty();
    judge(40, Map.of(PINGS, log(PINGS, 1, 1)));
    assertThat(judge(50, Map.of())).isEmpty();
    assertThat(judge(40 + MINUTE, Map.of(PINGS, log(PINGS, 1, 1)))).hasSize(1);
  }

  @Test
  void namesTheJobWhereNoTableOfItIsCommitted() {
    Diagnosis diagnosis = diagnosis(Map.of(PINGS, log(PINGS, 90, 95), ORDERS, log(ORDERS, 50, 95)));

    assertThat(diagnosis.hop()).isEqualTo(Hop.FLINK);
    assertThat(diagnosis.cause()).contains("no table of its writer commits");
  }

  @Test
  void takesATableOfFewRowsForNoProofThatTheOthersGoOn() {
    Diagnosis diagnosis =
        diagnosis(Map.of(PINGS, log(PINGS, 90, 600), ORDERS, log(ORDERS, 58, 80)));

    assertThat(diagnosis.hop()).isEqualTo(Hop.FLINK);
  }

  @Test
  void namesTheCommitWhereOtherTablesOfTheJobGoOn() {
    Diagnosis diagnosis = diagnosis(Map.of(PINGS, log(PINGS, 90, 95), ORDERS, log(ORDERS, 1, 4)));

    assertThat(diagnosis.hop()).isEqualTo(Hop.COMMIT);
    assertThat(diagnosis.cause()).contains("parked");
  }

  @Test
  void holdsATableOfALongRoundAgainstThoseThatWereMeasuredBefore() {
    watch.begin(SHIPPED);
    assertThat(watch.judge(Map.of(ORDERS, log(ORDERS, 1, 4)), NOON)).isEmpty();

    List<Alert> told = watch.judge(Map.of(PINGS, log(PINGS, 90, 95)), NOON.plusSeconds(5));

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(State.BREACHED);
    assertThat(told.get(0).diagnosis().orElseThrow().hop()).isEqualTo(Hop.COMMIT);
    assertThat(watch.end(Map.of(), Set.of(), NOON.plusSeconds(6))).isEmpty();
  }

  @Test
  void whatWasMeasuredLongAgoIsNoProofThatTheOthersGoOn() {
    judge(0, Map.of(ORDERS, log(ORDERS, 1, 4)));
    watch.begin(SHIPPED);

    List<Alert> told = watch.judge(Map.of(PINGS, log(PINGS, 90, 95)), NOON.plusSeconds(300));

    assertThat(told.get(0).diagnosis().orElseThrow().hop()).isEqualTo(Hop.FLINK);
  }

  @Test
  void namesTheJobWhereItCommitsAndIsBehind() {
    Diagnosis diagnosis = diagnosis(Map.of(PINGS, log(PINGS, 90, 4)));

    assertThat(diagnosis.hop()).isEqualTo(Hop.FLINK);
    assertThat(diagnosis.cause()).contains("behind");
  }

  @Test
  void takesNoWriterWhoseLastCommitIsExpiredForOneThatNeverCommitted() {
    Freshness unwritten =
        freshness(PINGS, Optional.of(Duration.ofSeconds(90)), Optional.empty(), List.of());
    Freshness expired =
        new Freshness(
            unwritten.table(),
            unwritten.budget(),
            Optional.of(NOON),
            unwritten.watermark(),
            unwritten.commitAge(),
            unwritten.staleness(),
            unwritten.queryable(),
            unwritten.hops(),
            unwritten.verdict());

    assertThat(Diagnosis.of(expired, Optional.empty()).cause())
        .contains("no table of its writer commits");
    assertThat(Diagnosis.of(unwritten, Optional.empty()).cause())
        .contains("nothing was ever committed");
  }

  @Test
  void namesWhoeverReadsWhereTheOldestEventWaits() {
    assertThat(diagnosis(Map.of(PINGS, waiting(PINGS, "raw", 90, 4))).hop())
        .isEqualTo(Hop.VALIDATOR);
    assertThat(
            diagnosis(
                    Map.of(
                        "dasher_efficiency",
                        waiting("dasher_efficiency", "inputs", 27 * 3600, 90_000)))
                .hop())
        .isEqualTo(Hop.NIGHTLY);
  }

  @Test
  void deadLettersAreNotToldBesideTheStreamThatMakesThemLate() {
    assertThat(judge(0, Map.of("dead_letters", log("dead_letters", 900, 900)))).isEmpty();
  }

  @Test
  void tellsOnceThatNothingCanBeMeasuredAndOnceThatItCanAgain() {
    assertThat(blind(0, 29)).isEmpty();
    assertThat(blind(0, 30)).singleElement().extracting(Alert::state).isEqualTo(State.UNMEASURED);
    assertThat(blind(0, 60)).isEmpty();
    assertThat(judge(70, Map.of()))
        .singleElement()
        .extracting(Alert::state)
        .isEqualTo(State.MEASURED);
  }

  @Test
  void namesWhoDoesNotAnswerOnceATableThatWasFedMustBeLate() {
    judge(0, Map.of(PINGS, log(PINGS, 5, 5)));
    blind(0, 30);

    assertThat(blind(0, 40)).isEmpty();
    List<Alert> breached = blind(0, 58);
    assertThat(breached).singleElement().extracting(Alert::state).isEqualTo(State.BREACHED);
    assertThat(breached.get(0).table()).contains("raw.dasher_pings");
    assertThat(breached.get(0).diagnosis().orElseThrow().hop()).isEqualTo(Hop.KAFKA);
    assertThat(blind(0, 70)).isEmpty();
  }

  @Test
  void aTableThatWasLateBeforeIsNotToldAgainWhileNothingCanBeMeasured() {
    judge(0, Map.of(PINGS, log(PINGS, 61, 50)));

    assertThat(blind(0, 100)).extracting(Alert::state).containsExactly(State.UNMEASURED);
  }

  @Test
  void takesNoSilentTableForLateWhileNothingCanBeMeasured() {
    judge(0, Map.of(PINGS, log(PINGS, 0, 600)));

    assertThat(blind(0, 600)).extracting(Alert::state).containsExactly(State.UNMEASURED);
  }

  @Test
  void aTableThatIsWellOnceItCanBeMeasuredIsToldToBeBack() {
    judge(0, Map.of(PINGS, log(PINGS, 5, 5)));
    blind(0, 58);

    assertThat(judge(70, Map.of(PINGS, log(PINGS, 1, 1))))
        .extracting(Alert::state)
        .containsExactly(State.MEASURED);
    assertThat(judge(70 + MINUTE, Map.of(PINGS, log(PINGS, 1, 1))))
        .extracting(Alert::state)
        .containsExactly(State.RECOVERED);
  }

  @Test
  void tellsWhatIsTheMatterNowOfATableThatIsLateForAnotherReasonThanBefore() {
    judge(0, Map.of(PINGS, log(PINGS, 5, 5)));
    blind(0, 58);

    // Kafka is back, and the writer is not.
    List<Alert> renewed = judge(70, Map.of(PINGS, log(PINGS, 75, 75)));
    assertThat(renewed).extracting(Alert::state).containsExactly(State.MEASURED, State.RENEWED);
    assertThat(renewed.get(1).diagnosis().orElseThrow().hop()).isEqualTo(Hop.FLINK);
    assertThat(judge(80, Map.of(PINGS, log(PINGS, 85, 85)))).isEmpty();
  }

  @Test
  void tellsOnceOfATableThatCanNotBeReadAndOnceWhenItCan() {
    assertThat(judge(0, Map.of(), Set.of(PINGS))).isEmpty();
    List<Alert> told = judge(30, Map.of(), Set.of(PINGS));
    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(State.UNMEASURED);
    assertThat(told.get(0).table()).contains("raw.dasher_pings");
    assertThat(told.get(0).owner()).contains(SHIPPED.require(PINGS).documentation().owner());
    assertThat(told.get(0).runbook()).contains("docs/runbooks/missing-data.md");
    assertThat(judge(40, Map.of(), Set.of(PINGS))).isEmpty();

    List<Alert> back = judge(50, Map.of(PINGS, log(PINGS, 1, 1)));
    assertThat(back).singleElement().extracting(Alert::state).isEqualTo(State.MEASURED);
    assertThat(back.get(0).table()).contains("raw.dasher_pings");
  }

  @Test
  void tellsOfATableWhoseTopicIsGoneAlsoWhereItWasLateBefore() {
    judge(0, Map.of(PINGS, log(PINGS, 61, 61)));
    Freshness topicGone =
        freshness(
            PINGS,
            Optional.empty(),
            Optional.of(Duration.ofSeconds(70)),
            List.of(new Freshness.Hop("commit", Duration.ofSeconds(70))));

    assertThat(judge(10, Map.of(PINGS, topicGone))).isEmpty();
    List<Alert> told = judge(40, Map.of(PINGS, topicGone));
    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(State.UNMEASURED);
    assertThat(told.get(0).diagnosis().orElseThrow())
        .isEqualTo(new Diagnosis(Hop.KAFKA, "its topic is not there any more"));
  }

  @Test
  void aTableThatWasNeverKnownIsNobodysAlarm() {
    judge(0, Map.of(PINGS, unknown(PINGS)));

    assertThat(judge(90, Map.of(PINGS, unknown(PINGS)))).isEmpty();
  }

  @Test
  void whatIsUnknownEndsWithItsContract() {
    judge(0, Map.of(), Set.of(PINGS));
    judge(30, Map.of(), Set.of(PINGS));
    Contracts others =
        Contracts.of(
            SHIPPED.all().stream().filter(contract -> !contract.name().equals(PINGS)).toList());

    watch.begin(others);
    assertThat(watch.end(Map.of(), Set.of(), NOON.plusSeconds(40)))
        .extracting(Alert::state)
        .containsExactly(State.MEASURED);
  }

  private List<Alert> blind(int since, int second) {
    return watch.blind(
        NOON.plusSeconds(since),
        Diagnosis.unanswered(Diagnosis.Dependency.KAFKA),
        NOON.plusSeconds(second));
  }

  private Diagnosis diagnosis(Map<String, Freshness> measured) {
    return judge(0, measured).get(0).diagnosis().orElseThrow();
  }

  private List<Alert> judge(int second, Map<String, Freshness> measured) {
    return judge(second, measured, Set.of());
  }

  private List<Alert> judge(int second, Map<String, Freshness> measured, Set<String> unreadable) {
    watch.begin(SHIPPED);

    return watch.end(measured, unreadable, NOON.plusSeconds(second));
  }

  private static Freshness log(String contract, int waiting, int commitAge) {
    return waiting(contract, "log", waiting, commitAge);
  }

  private static Freshness waiting(String contract, String where, int waiting, int commitAge) {
    Duration age = Duration.ofSeconds(waiting);
    Duration committed = Duration.ofSeconds(commitAge);

    return freshness(
        contract,
        Optional.of(age),
        Optional.of(committed),
        List.of(new Freshness.Hop(where, age), new Freshness.Hop("commit", committed)));
  }

  private static Freshness unknown(String contract) {
    return freshness(contract, Optional.empty(), Optional.empty(), List.of());
  }

  private static Freshness freshness(
      String contract,
      Optional<Duration> staleness,
      Optional<Duration> commitAge,
      List<Freshness.Hop> hops) {
    return new Freshness(
        TableLayout.name(SHIPPED.require(contract)).toString(),
        SHIPPED.require(contract).requireTable().timing().freshness(),
        Optional.empty(),
        Optional.empty(),
        commitAge,
        staleness,
        Optional.empty(),
        hops,
        Freshness.Verdict.UNKNOWN);
  }
}

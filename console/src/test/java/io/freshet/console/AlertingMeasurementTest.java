package io.freshet.console;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.console.board.Boards;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertingMeasurementTest {
  /** As the console does unless it is told otherwise. */
  private static final Duration ROUND = Duration.ofSeconds(10);

  private static final Duration ALERT_WITHIN = Duration.ofSeconds(15);

  private final List<Alert> told = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private Instant now = Boards.NOW;
  private int waits = 5;
  private boolean isAway;
  private boolean isRefused;
  private boolean isRead;
  private boolean isAnotherRefused;
  private int hangsSeconds;
  private int goesOnSeconds;
  private final AlertingMeasurement measurement =
      new AlertingMeasurement(
          this::measured, () -> Diagnosis.Dependency.KAFKA, told::add, () -> now);

  @Test
  void tellsOfABreachWithinAQuarterOfAMinute() {
    // The budget is 60 s, and each round comes ten seconds behind the one before.
    for (int second = 5; told.isEmpty() && second < 120; second += ROUND.toSeconds()) {
      waits = second;
      now = Boards.NOW.plusSeconds(second);
      round();
    }

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(Alert.State.BREACHED);
    Alert alert = told.get(0);
    Duration overFor = alert.waiting().orElseThrow().minus(alert.alertAfter().orElseThrow());
    assertThat(overFor).isLessThan(ALERT_WITHIN);
    assertThat(shown).contains("raw.rides");
  }

  /** Over ten thousand tables one takes minutes. */
  @Test
  void tellsOfABreachWithinALongRound() {
    waits = 90;
    goesOnSeconds = 120;

    round();

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(Alert.State.BREACHED);
    assertThat(Duration.between(Boards.NOW, told.get(0).at())).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void tellsThatNothingCanBeMeasuredAndLetsTheFailureThrough() {
    isAway = true;
    int failures = 0;
    for (int second = 0; second <= 40; second += ROUND.toSeconds()) {
      now = Boards.NOW.plusSeconds(second);
      try {
        round();
      } catch (FreshetException e) {
        failures++;
      }
    }

    assertThat(failures).isEqualTo(5);
    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(Alert.State.UNMEASURED);
  }

  @Test
  void namesWhoDoesNotAnswerWhileARoundHangs() {
    round();
    hangsSeconds = 120;

    round();

    assertThat(told)
        .extracting(Alert::state)
        .containsExactly(Alert.State.UNMEASURED, Alert.State.BREACHED, Alert.State.MEASURED);
    Alert breached = told.get(1);
    assertThat(breached.diagnosis().orElseThrow().hop()).isEqualTo(Hop.KAFKA);
    assertThat(Duration.between(Boards.NOW, breached.at()))
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
  }

  @Test
  void aRoundInWhichEachStreamIsRefusedDoesNotGoWell() {
    round();
    isRefused = true;
    for (int second = 10; second <= 70; second += ROUND.toSeconds()) {
      now = Boards.NOW.plusSeconds(second);
      round();
    }

    assertThat(told)
        .extracting(Alert::state)
        .containsExactly(Alert.State.UNMEASURED, Alert.State.BREACHED);
    assertThat(told.get(1).diagnosis().orElseThrow().hop()).isEqualTo(Hop.KAFKA);

    isRefused = false;
    round();

    assertThat(told).last().extracting(Alert::state).isEqualTo(Alert.State.MEASURED);
  }

  @Test
  void aRoundInWhichOneStreamIsRefusedGoesWellAndTellsOfThatOneAlone() {
    isAnotherRefused = true;
    for (int second = 0; second <= 40; second += ROUND.toSeconds()) {
      now = Boards.NOW.plusSeconds(second);
      round();
    }

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(Alert.State.UNMEASURED);
    assertThat(told.get(0).table()).contains("raw.fares");
  }

  @Test
  void aRoundThatGoesOnDoesNotHang() {
    round();
    hangsSeconds = 9;

    round();

    assertThat(told).isEmpty();
  }

  @Test
  void aTableThatIsReadForLongDoesNotHang() {
    round();
    hangsSeconds = 120;
    isRead = true;

    round();

    assertThat(told).isEmpty();
  }

  private void measured(Contracts contracts, FreshnessReader.Listener listener) {
    if (isAway) {
      throw new FreshetException(Fault.DEPENDENCY, "The catalog does not answer");
    }
    for (int second = 0; second < hangsSeconds; second++) {
      now = now.plusSeconds(1);
      if (isRead) {
        listener.goesOn();
      }
      measurement.look();
    }
    FreshetException refused = new FreshetException(Fault.CALLER, "The login is not good");
    if (isAnotherRefused) {
      listener.failed(waiting("fares", waits).contract(), refused);
    }
    Boards.Waiting rides = waiting("rides", waits);
    if (isRefused) {
      listener.failed(rides.contract(), refused);

      return;
    }
    listener.measured(rides.contract(), Boards.freshness(rides));
    Boards.Waiting fares = waiting("fares", 0);
    for (int second = 0; second < goesOnSeconds; second++) {
      now = now.plusSeconds(1);
      listener.measured(fares.contract(), Boards.freshness(fares));
    }
  }

  private void round() {
    measurement.measure(
        Contracts.of(
            List.of(waiting("rides", waits).contract(), waiting("fares", waits).contract())),
        new FreshnessReader.Listener() {
          @Override
          public void measured(Contract contract, Freshness freshness) {
            shown.add(freshness.table());
          }

          @Override
          public void failed(Contract contract, RuntimeException why) {}
        });
  }
}

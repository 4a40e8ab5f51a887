package io.freshet.assurance.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.alert.Alert.State;
import io.freshet.assurance.alert.FindingWatch.Finding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingWatchTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final String AUDIT = "clean.market_supply_audit";

  private final FindingWatch watch = new FindingWatch();

  @Test
  void tellsOnceOfADayInWhichSomethingWasFoundAndNamesIt() {
    List<Alert> told = judge(found(MONDAY, "6 lost"), well(TUESDAY));

    assertThat(told).singleElement().extracting(Alert::state).isEqualTo(State.FOUND);
    assertThat(told.get(0).table()).contains(AUDIT);
    assertThat(told.get(0).diagnosis().orElseThrow().cause()).isEqualTo("2008-05-19: 6 lost");
    assertThat(told.get(0).runbook()).contains("docs/runbooks/nightly.md");
    assertThat(judge(found(MONDAY, "6 lost"), well(TUESDAY))).isEmpty();
  }

  @Test
  void tellsAnewWhenAnotherRunOfTheDayFindsSomethingElse() {
    judge(found(MONDAY, "6 lost"));

    assertThat(judge(found(MONDAY, "7 lost")))
        .extracting(Alert::state)
        .containsExactly(State.FOUND);
  }

  @Test
  void tellsWhenTheDayIsWellAndNotWhenAnotherOneIs() {
    judge(found(MONDAY, "6 lost"));

    assertThat(judge(found(MONDAY, "6 lost"), well(TUESDAY))).isEmpty();
    assertThat(judge(well(MONDAY), well(TUESDAY)))
        .extracting(Alert::state)
        .containsExactly(State.SETTLED);
    assertThat(judge(well(MONDAY), well(TUESDAY))).isEmpty();
  }

  @Test
  void forgetsDaysThatNobodyLooksAtAnyMore() {
    judge(found(MONDAY, "6 lost"));

    assertThat(judge(well(TUESDAY))).isEmpty();
    assertThat(judge(well(MONDAY))).isEmpty();
  }

  private List<Alert> judge(Finding... newest) {
    return watch.judge(List.of(newest), NOON);
  }

  private static Finding found(LocalDate day, String what) {
    return new Finding(AUDIT, day, Optional.of(what));
  }

  private static Finding well(LocalDate day) {
    return new Finding(AUDIT, day, Optional.empty());
  }
}

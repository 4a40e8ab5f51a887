package io.freshet.bench.alerts;

import static io.freshet.bench.alerts.Moments.BUDGET;
import static io.freshet.bench.alerts.Moments.at;
import static io.freshet.bench.alerts.Moments.breach;
import static io.freshet.bench.alerts.Moments.passage;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.Passages.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreachTest {
  @Test
  void beginsWhenTheBudgetOfAMissingEventHasPassed() {
    assertThat(Breach.of(List.of(passage(0, 90)), BUDGET, at(200))).containsExactly(breach(60, 90));
  }

  @Test
  void isNoneWhereEachEventWasThereInTime() {
    assertThat(Breach.of(List.of(passage(0, 60), passage(10, 12)), BUDGET, at(200))).isEmpty();
  }

  @Test
  void lastsUntilNowWhereTheEventIsStillMissing() {
    assertThat(Breach.of(List.of(Passage.sent(at(0))), BUDGET, at(75)))
        .containsExactly(breach(60, 75));
  }

  @Test
  void isOneOfEventsThatCameLateTogether() {
    assertThat(Breach.of(List.of(passage(5, 90), passage(0, 90)), BUDGET, at(200)))
        .containsExactly(breach(60, 90));
  }

  @Test
  void areTwoWhereTheTableWasWellBetween() {
    assertThat(Breach.of(List.of(passage(100, 170), passage(0, 90)), BUDGET, at(200)))
        .containsExactly(breach(60, 90), breach(160, 170));
  }
}

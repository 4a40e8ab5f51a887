package io.freshet.console.delivery;

import static io.freshet.console.delivery.Accuracies.RIDING;
import static io.freshet.console.delivery.Accuracies.hour;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.delivery.EtaAccuracy.Hour;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtaAccuracyTest {
  @Test
  void sharesAndMeansAreOfSums() {
    Tally tally =
        EtaAccuracy.sum(
            List.of(hour("oslo", 1, RIDING, 1, 0, -60), hour("oslo", 2, RIDING, 3, 3, 20)));

    assertThat(tally.kept()).contains(0.75);
    assertThat(tally.meanErrorSeconds()).contains(30.0);
    assertThat(tally.biasSeconds()).contains(0.0);
    assertThat(Tally.NOTHING.kept()).isEmpty();
    assertThat(Tally.NOTHING.biasSeconds()).isEmpty();
  }

  @Test
  void theMiddleCountsEachMedianAsOftenAsItHasPredictions() {
    List<Hour> hours =
        List.of(
            hour("oslo", 1, RIDING, 3, 0, 100),
            hour("oslo", 2, RIDING, 1, 0, -500),
            hour("oslo", 3, RIDING, 1, 0, 5));

    assertThat(EtaAccuracy.median(hours)).contains(100L);
    assertThat(EtaAccuracy.median(hours.subList(1, 2))).contains(-500L);
    assertThat(EtaAccuracy.median(List.of())).isEmpty();
  }

  @Test
  void saysInWhichDirection() {
    assertThat(EtaPage.direction(-40)).isEqualTo("40 s later than told");
    assertThat(EtaPage.direction(1200)).isEqualTo("20 min earlier than told");
    assertThat(EtaPage.direction(0)).isEqualTo("as told");
  }
}

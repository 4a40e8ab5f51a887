package io.freshet.ingestion.capture.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelinesTest {
  private static final Timelines THIRD = new Timelines(3, Map.of(1, 100L, 2, 200L));

  @Test
  void readsWhereEarlierOnesEnded() {
    String history =
        """
        1\t0/3000160\tno recovery target specified

        2\t16/B374D848\tbefore 2026-11-30 06:44:12.1+00
        """;

    assertThat(Timelines.ends(history)).isEqualTo(Map.of(1, 0x300_0160L, 2, 0x16_B374_D848L));
  }

  @Test
  void holdsWhatIsBeforeTheEndOfAnEarlierOne() {
    assertThat(THIRD.hold(new LogPlace(2, 200))).isTrue();
    assertThat(THIRD.hold(new LogPlace(1, 101))).isFalse();
    assertThat(THIRD.hold(new LogPlace(3, 10_000))).isTrue();
  }

  @Test
  void holdsNothingOfABranchThatItHasNotComeBy() {
    assertThat(new Timelines(3, Map.of(1, 100L)).hold(new LogPlace(2, 1))).isFalse();
  }
}

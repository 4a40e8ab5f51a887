package io.freshet.maintenance.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NowTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void isTheEarliestOfWhatAllSay() {
    Map<String, Instant> others =
        Map.of("catalog", NOON.minusSeconds(90), "store", NOON.plusSeconds(200));

    assertThat(Now.agreed(NOON, others)).isEqualTo(Now.of(NOON.minusSeconds(90)));
    assertThat(Now.agreed(NOON, Map.of("store", NOON.plusSeconds(200)))).isEqualTo(Now.of(NOON));
  }

  @Test
  void isDoubtedWhereThisMachineRunsAhead() {
    Now now = Now.agreed(NOON.plus(Duration.ofDays(40)), Map.of("http://catalog/health", NOON));

    assertThat(now.time()).isEqualTo(NOON.plus(Duration.ofDays(40)));
    assertThat(now.doubt())
        .contains(
            "it is 2026-04-10T12:00:00Z by the clock of this machine and 2026-03-01T12:00:00Z by"
                + " that of http://catalog/health: none goes by age until they are at most 5m"
                + " apart, as where both follow NTP");
  }

  @Test
  void isDoubtedWhereOneOfSeveralDiffers() {
    assertThat(
            Now.agreed(NOON, Map.of("catalog", NOON, "store", NOON.plus(Duration.ofHours(1))))
                .doubt())
        .hasValueSatisfying(why -> assertThat(why).contains("by that of store"));
  }

  @Test
  void isDoubtedWhereNobodyElseTellsTheTime() {
    assertThat(Now.agreed(NOON, Map.of()).doubt())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("only the clock of this machine says that it is"));
  }
}

package io.freshet.core.lake.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.cut.CutPlan.Action;
import io.freshet.core.lake.cut.CutPlan.Step;
import io.freshet.core.lake.cut.CutTable.Pace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CutPlanTest {
  private static final Instant SEVEN = Instant.parse("2026-11-29T07:00:00Z");
  private static final CutName NAME = new CutName(SEVEN);

  @Test
  void isMadeWhenTheSlowestTableHasPassedTheHour() {
    List<CutTable> tables =
        List.of(table("pings", Pace.OWN, SEVEN), table("orders", Pace.OWN, SEVEN.plusSeconds(900)));

    assertThat(CutPlan.newest(tables)).contains(NAME);
    assertThat(CutPlan.of(NAME, tables).isReady()).isTrue();
  }

  @Test
  void namesEveryTableThatItWaitsFor() {
    List<CutTable> tables =
        List.of(
            table("pings", Pace.OWN, SEVEN.minusSeconds(1)),
            table("orders", Pace.OWN, SEVEN),
            new CutTable("alerts", Pace.OWN, Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(CutPlan.of(NAME, tables).waitsFor())
        .containsExactly(
            "pings is complete up to 2026-11-29T06:59:59Z only", "alerts has no watermark yet");
    assertThat(CutPlan.newest(tables)).isEmpty();
  }

  @Test
  void tablesThatWereReadToTheirEndsFollowTheOthers() {
    List<CutTable> tables =
        List.of(
            table("pings", Pace.OWN, SEVEN),
            table("alerts", Pace.IDLE, SEVEN.minusSeconds(86_400)),
            table("markets", Pace.NONE, Instant.EPOCH));

    assertThat(CutPlan.newest(tables)).contains(NAME);
    assertThat(CutPlan.of(NAME, tables).isReady()).isTrue();
  }

  @Test
  void goesAsFarAsTheFurthestWhenAllWereReadToTheirEnds() {
    List<CutTable> tables =
        List.of(
            table("pings", Pace.IDLE, SEVEN.plusSeconds(5)),
            table("alerts", Pace.IDLE, SEVEN.minusSeconds(86_400)),
            table("markets", Pace.NONE, SEVEN.plusSeconds(864_000)));

    assertThat(CutPlan.newest(tables)).contains(NAME);
    assertThat(CutPlan.of(new CutName(SEVEN.plusSeconds(3600)), tables).waitsFor())
        .containsExactly(
            "every stream was read to its end, and none goes beyond 2026-11-29T07:00:05Z");
  }

  @Test
  void thereIsNoneOfADomainThatNeverHadAnEvent() {
    List<CutTable> tables = List.of(table("markets", Pace.NONE, SEVEN));

    assertThat(CutPlan.newest(tables)).isEmpty();
    assertThat(CutPlan.of(NAME, tables).waitsFor())
        .containsExactly("no table of events has a watermark yet");
  }

  @Test
  void keepsTagsOfARunBeforeAndLeavesEmptyTablesOut() {
    List<CutTable> tables =
        List.of(
            new CutTable("pings", Pace.OWN, Optional.of(SEVEN), Optional.of(1L), Optional.of(2L)),
            table("orders", Pace.OWN, SEVEN),
            new CutTable(
                "alerts", Pace.IDLE, Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(CutPlan.of(NAME, tables).steps())
        .containsExactly(
            new Step("pings", Action.KEEP, Optional.of(1L)),
            new Step("orders", Action.TAG, Optional.of(7L)),
            new Step("alerts", Action.EMPTY, Optional.empty()));
  }

  private static CutTable table(String name, Pace pace, Instant watermark) {
    return new CutTable(name, pace, Optional.of(watermark), Optional.empty(), Optional.of(7L));
  }
}

package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long CELL = 0x872830828FFFFFFL;
  private static final long BUSY = Standing.of(CELL, Kind.BUSY);
  private static final long IDLE = Standing.of(CELL, Kind.IDLE);

  @Test
  void saysOnlyWhatChanges() {
    Timeline timeline =
        new Timeline.Builder()
            .from(1, Standing.NONE)
            .from(2, IDLE)
            .from(3, IDLE)
            .from(4, BUSY)
            .from(5, Standing.NONE)
            .build();

    assertThat(changes(timeline))
        .containsExactly(
            List.of(2L, Standing.NONE, IDLE),
            List.of(4L, IDLE, BUSY),
            List.of(5L, BUSY, Standing.NONE));
  }

  @Test
  void believesTheLaterOneOfTwoOfOneMinute() {
    Timeline timeline =
        new Timeline.Builder()
            .from(1, IDLE)
            .from(2, Standing.NONE)
            .from(2, IDLE)
            .from(3, Standing.NONE)
            .build();

    assertThat(changes(timeline))
        .containsExactly(List.of(1L, Standing.NONE, IDLE), List.of(3L, IDLE, Standing.NONE));
    assertThat(timeline.isEmpty()).isFalse();
    assertThat(new Timeline.Builder().from(1, IDLE).from(1, Standing.NONE).build().isEmpty())
        .isTrue();
  }

  @Test
  void keepsKindAndCellApart() {
    for (Kind kind : Kind.values()) {
      long standing = Standing.of(CELL, kind);

      assertThat(standing).isNotEqualTo(Standing.NONE);
      assertThat(Standing.kind(standing)).isEqualTo(kind);
      assertThat(Standing.cell(standing)).isEqualTo(CELL);
      assertThat(Standing.cell(Standing.of(Standing.NOWHERE, kind))).isEqualTo(Standing.NOWHERE);
    }
  }

  private static List<List<Long>> changes(Timeline timeline) {
    List<List<Long>> changes = new ArrayList<>();
    timeline.forEach((minute, before, after) -> changes.add(List.of(minute, before, after)));

    return changes;
  }
}

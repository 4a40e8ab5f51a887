package io.freshet.serving.eta.dasher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherActivity.Work;
import io.freshet.serving.eta.dasher.IdleChange.Ending;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleRuleTest {
  private static final long MINUTE = 60_000;
  private static final Limits LIMITS = Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5));
  private static final DasherKey KEY = new DasherKey("m", 7);
  private static final Grid GRID = new Grid(7);
  private static final Fix LAST = new Fix(0, new Position(37.78, -122.42));

  private final IdleRule rule = new IdleRule(LIMITS, GRID);

  @Test
  void beginsTwentyMinutesAfterTheLastOrder() {
    DasherActivity free = free(0, 18 * MINUTE);

    assertThat(between(free, free.passed(20 * MINUTE, LIMITS))).isEmpty();
    assertThat(between(free, free.passed(20 * MINUTE + 1, LIMITS))).containsExactly(began());
  }

  @Test
  void isOverWithAnOrder() {
    DasherActivity idle = idle(23 * MINUTE);

    assertThat(between(idle, idle.heard(24 * MINUTE, Work.NONE, LIMITS))).isEmpty();
    assertThat(between(idle, idle.engaged(24 * MINUTE, Work.ORDERS)))
        .containsExactly(ended(24 * MINUTE, Ending.ORDER));
  }

  @Test
  void isOverWhenTheDasherFallsSilent() {
    DasherActivity idle = idle(23 * MINUTE);

    assertThat(between(idle, idle.passed(28 * MINUTE + 1, LIMITS)))
        .containsExactly(ended(28 * MINUTE, Ending.OFFLINE));
    assertThat(between(idle, idle.heard(40 * MINUTE, Work.ORDERS, LIMITS)))
        .as("noticed by the next ping")
        .containsExactly(ended(28 * MINUTE, Ending.OFFLINE));
    assertThat(between(idle, idle.engaged(29 * MINUTE, Work.ORDERS)))
        .as("noticed by an order")
        .containsExactly(ended(28 * MINUTE, Ending.OFFLINE));
  }

  @Test
  void beganAndIsOverWhereAnOrderComesBeforeTheTimer() {
    DasherActivity free = free(0, 20 * MINUTE);

    assertThat(between(free, free.engaged(21 * MINUTE, Work.ORDERS)))
        .containsExactly(began(), ended(21 * MINUTE, Ending.ORDER));
    assertThat(between(free, free.engaged(20 * MINUTE, Work.ORDERS))).isEmpty();
  }

  @Test
  void beganAndIsOverWhereSilenceIsNoticedBeforeTheTimer() {
    DasherActivity free = free(0, 18 * MINUTE);

    assertThat(between(free, free.heard(40 * MINUTE, Work.NONE, LIMITS)))
        .containsExactly(began(), ended(23 * MINUTE, Ending.OFFLINE));
    DasherActivity silent = free(0, 15 * MINUTE);
    assertThat(between(silent, silent.heard(40 * MINUTE, Work.NONE, LIMITS)))
        .as("silent before it was idle")
        .isEmpty();
  }

  @Test
  void neverEndsBeforeItBegan() {
    assertThat(between(idle(23 * MINUTE), idle(23 * MINUTE).engaged(19 * MINUTE, Work.ORDERS)))
        .containsExactly(ended(20 * MINUTE, Ending.ORDER));
  }

  @Test
  void saysNothingOfWhoHasAnOrderOrIsOffline() {
    DasherActivity busy = new DasherActivity(Status.BUSY, 0, 30 * MINUTE);

    assertThat(between(busy, busy.engaged(30 * MINUTE, Work.NONE))).isEmpty();
    assertThat(
            between(DasherActivity.UNSEEN, DasherActivity.UNSEEN.heard(MINUTE, Work.NONE, LIMITS)))
        .isEmpty();
  }

  @Test
  void knowsNoCellWhereNoPositionIsKnown() {
    DasherActivity free = free(0, 20 * MINUTE);

    assertThat(rule.between(KEY, free, free.passed(21 * MINUTE, LIMITS), null))
        .extracting(IdleChange::cell)
        .containsExactly((Long) null);
  }

  private List<IdleChange> between(DasherActivity before, DasherActivity after) {
    return rule.between(KEY, before, after, LAST);
  }

  private static DasherActivity free(long since, long lastSeen) {
    return new DasherActivity(Status.FREE, since, lastSeen);
  }

  private static DasherActivity idle(long lastSeen) {
    return new DasherActivity(Status.IDLE, 0, lastSeen);
  }

  private static IdleChange began() {
    return change(20 * MINUTE, null);
  }

  private static IdleChange ended(long millis, Ending ending) {
    return change(millis, ending);
  }

  private static IdleChange change(long millis, Ending ending) {
    return new IdleChange("m", 7, 0, millis, ending, GRID.cell(LAST.position()));
  }
}

package io.freshet.serving.eta.dasher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.DasherActivity.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DasherActivityTest {
  private static final Limits LIMITS = Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5));
  private static final long MINUTE = 60_000;

  @Test
  void isFreeOnceItIsHeardOf() {
    DasherActivity activity = DasherActivity.UNSEEN.heard(MINUTE, Work.NONE, LIMITS);

    assertThat(activity).isEqualTo(new DasherActivity(Status.FREE, MINUTE, MINUTE));
  }

  @Test
  void isIdleAfterMoreThanTwentyMinutesWithoutAnOrder() {
    DasherActivity free = freeFor(20);

    assertThat(free.status()).isEqualTo(Status.FREE);
    assertThat(free.passed(20 * MINUTE + 1, LIMITS))
        .isEqualTo(new DasherActivity(Status.IDLE, 0, 20 * MINUTE));
  }

  @Test
  void becomesIdleAtAPingWithoutWaitingForATimer() {
    DasherActivity activity = freeFor(20).heard(21 * MINUTE, Work.NONE, LIMITS);

    assertThat(activity).isEqualTo(new DasherActivity(Status.IDLE, 0, 21 * MINUTE));
  }

  @Test
  void isIdleNoMoreWhenItGetsAnOrder() {
    DasherActivity idle = freeFor(20).heard(21 * MINUTE, Work.NONE, LIMITS);

    assertThat(idle.heard(22 * MINUTE, Work.ORDERS, LIMITS))
        .isEqualTo(new DasherActivity(Status.BUSY, 22 * MINUTE, 22 * MINUTE));
  }

  @Test
  void countsFreeTimeFromTheEndOfTheLastOrder() {
    DasherActivity activity =
        freeFor(4)
            .heard(5 * MINUTE, Work.ORDERS, LIMITS)
            .heard(9 * MINUTE, Work.ORDERS, LIMITS)
            .heard(10 * MINUTE, Work.NONE, LIMITS);

    assertThat(activity.since()).isEqualTo(10 * MINUTE);
    assertThat(activity.status()).isEqualTo(Status.FREE);
  }

  @Test
  void isOfflineAfterFiveMinutesOfSilenceEvenWithAnOrder() {
    DasherActivity busy = DasherActivity.UNSEEN.heard(0, Work.ORDERS, LIMITS);

    assertThat(busy.passed(5 * MINUTE, LIMITS).status()).isEqualTo(Status.BUSY);
    assertThat(busy.passed(5 * MINUTE + 1, LIMITS))
        .isEqualTo(new DasherActivity(Status.OFFLINE, 5 * MINUTE, 0));
  }

  @Test
  void startsItsFreeTimeAnewAfterASilence() {
    DasherActivity back = freeFor(10).heard(30 * MINUTE, Work.NONE, LIMITS);

    assertThat(back).isEqualTo(new DasherActivity(Status.FREE, 30 * MINUTE, 30 * MINUTE));
  }

  @Test
  void leavesOutWhatIsOlderThanTheLastTimeItWasHeardOf() {
    DasherActivity free = freeFor(10);

    assertThat(free.heard(9 * MINUTE, Work.ORDERS, LIMITS)).isEqualTo(free);
  }

  @Test
  void asksToBeWokenAtTheNextLimit() {
    assertThat(freeFor(0).nextChange(LIMITS)).isEqualTo(5 * MINUTE + 1);
    assertThat(freeFor(18).nextChange(LIMITS)).isEqualTo(20 * MINUTE + 1);
    assertThat(DasherActivity.UNSEEN.nextChange(LIMITS)).isEqualTo(Long.MAX_VALUE);
  }

  /** Free and heard of every minute from 0 on. */
  private static DasherActivity freeFor(int minutes) {
    DasherActivity activity = DasherActivity.UNSEEN;
    for (int minute = 0; minute <= minutes; minute++) {
      activity = activity.heard(minute * MINUTE, Work.NONE, LIMITS);
    }

    return activity;
  }
}

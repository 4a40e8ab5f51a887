package io.freshet.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long SECOND = 1_000_000;
  private static final long RECORDED = 1_211_180_400 * SECOND;

  private final HandTurnedClock clock = new HandTurnedClock(1_800_000_000 * SECOND);

  @Test
  void passesTenMinutesASecondAtSpeed600() {
    Pacer pacer = Pacer.fromFirstEvent(Speed.parse("600"), clock);

    assertThat(pacer.waitMicros(RECORDED)).isZero();
    assertThat(pacer.waitMicros(RECORDED + 600 * SECOND)).isEqualTo(SECOND);
    clock.turn(SECOND);
    assertThat(pacer.waitMicros(RECORDED + 600 * SECOND)).isZero();
  }

  @Test
  void catchesUpAfterASlowStretch() {
    Pacer pacer = Pacer.fromFirstEvent(Speed.LIVE, clock);
    pacer.waitMicros(RECORDED);
    clock.turn(10 * SECOND);

    assertThat(pacer.behindMicros(RECORDED + 4 * SECOND)).isEqualTo(6 * SECOND);
    assertThat(pacer.waitMicros(RECORDED + 9 * SECOND)).isZero();
    assertThat(pacer.waitMicros(RECORDED + 11 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void holdsLiveEventsUntilTheirTime() {
    Pacer pacer = Pacer.live(clock);

    assertThat(pacer.waitMicros(clock.micros() + 250)).isEqualTo(250);
    assertThat(pacer.waitMicros(clock.micros())).isZero();
  }

  @Test
  void neverWaitsWhenAskedToHurry() {
    for (String text : new String[] {"max", "0"}) {
      Pacer pacer = Pacer.fromFirstEvent(Speed.parse(text), clock);
      pacer.waitMicros(RECORDED);

      assertThat(pacer.waitMicros(RECORDED + 1_000 * SECOND)).isZero();
      assertThat(pacer.behindMicros(RECORDED)).isZero();
    }
  }

  @Test
  void refusesASpeedThatIsNone() {
    assertThatThrownBy(() -> Speed.parse("fast"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "speed is fast; it must be max, 0 (the same) or how many seconds of event time pass in"
                + " one second, such as 1 or 600");
    assertThatThrownBy(() -> Speed.parse("-1")).isInstanceOf(FreshetException.class);
    assertThatThrownBy(() -> Speed.parse("NaN")).isInstanceOf(FreshetException.class);
  }
}

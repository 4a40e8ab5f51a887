package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeedWindowTest {
  private static final long MINUTE = 60_000;

  @Test
  void addsUpWhatWasTravelledInTheWindow() {
    SpeedWindow window = new SpeedWindow();

    window.add(0, 100, 10);
    window.add(14 * MINUTE, 200, 20);

    assertThat(window.totalMeters()).isEqualTo(300);
    assertThat(window.totalSeconds()).isEqualTo(30);
  }

  @Test
  void forgetsWhatIsOlderThanFifteenMinutes() {
    SpeedWindow window = new SpeedWindow();

    window.add(0, 100, 10);
    window.add(15 * MINUTE, 200, 20);

    assertThat(window.totalMeters()).isEqualTo(200);
  }

  @Test
  void takesInWhatComesLateButStillCounts() {
    SpeedWindow window = new SpeedWindow();

    window.add(14 * MINUTE, 200, 20);

    assertThat(window.add(0, 100, 10)).isTrue();
    assertThat(window.totalMeters()).isEqualTo(300);
  }

  @Test
  void refusesWhatComesTooLate() {
    SpeedWindow window = new SpeedWindow();

    window.add(15 * MINUTE, 200, 20);

    assertThat(window.add(MINUTE - 1, 100, 10)).isFalse();
    assertThat(window.totalMeters()).isEqualTo(200);
  }

  @Test
  void expiresWhenItsNewestMinuteLeavesTheWindow() {
    SpeedWindow window = new SpeedWindow();

    window.add(30_000, 200, 20);

    assertThat(window.expiresAt()).isEqualTo(15 * MINUTE);
  }

  @Test
  void agreesWithASumOverAllHopsOfTheLastMinutes() {
    Random random = new Random(7);
    SpeedWindow window = new SpeedWindow();
    Deque<long[]> hops = new ArrayDeque<>();
    long newest = Long.MIN_VALUE;
    long now = -3 * MINUTE;
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(40_000);
      long at = now - random.nextInt(20 * (int) MINUTE);
      long meters = random.nextInt(500);
      window.add(at, meters, 1);
      hops.add(new long[] {Math.floorDiv(at, MINUTE), meters});
      newest = Math.max(newest, Math.floorDiv(at, MINUTE));

      long oldest = newest - SpeedWindow.MINUTES + 1;
      double expected = hops.stream().filter(h -> h[0] >= oldest).mapToLong(h -> h[1]).sum();
      assertThat((double) window.totalMeters()).isCloseTo(expected, within(0.01));
    }
  }
}

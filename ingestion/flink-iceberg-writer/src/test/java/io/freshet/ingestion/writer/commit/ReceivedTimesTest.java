package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceivedTimesTest {
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void measuresWaitsWithinAQuarterHoweverOftenTheyAreMerged() {
    ReceivedTimes all = new ReceivedTimes();
    for (int subtask = 0; subtask < 8; subtask++) {
      ReceivedTimes one = new ReceivedTimes();
      one.add(NOW - 2000);
      one.add(NOW - 2000);
      all.addAll(ReceivedTimes.decode(one.drain().encode()));
    }

    assertThat(all.waitedAt(NOW).count()).isEqualTo(16);
    assertThat(all.waitedAt(NOW).percentileMillis(0.5)).isBetween(2000L, 2500L);
    assertThat(all.waitedAt(NOW + 1000).percentileMillis(0.5)).isBetween(3000L, 3750L);
  }

  @Test
  void startsAnewWhenItIsDrained() {
    ReceivedTimes times = new ReceivedTimes();
    times.add(NOW);

    assertThat(times.drain().waitedAt(NOW).count()).isEqualTo(1);
    assertThat(times.drain().waitedAt(NOW).count()).isZero();
    assertThat(times.encode()).isEmpty();
  }

  @Test
  void keepsItsSizeAndTheNewestTimesInALongCatchUp() {
    ReceivedTimes times = new ReceivedTimes();
    int hours = 3;
    long steps = hours * 36_000L;
    for (long back = steps; back > 0; back--) {
      times.add(NOW - back * 100);
    }

    assertThat(times.waitedAt(NOW).count()).isEqualTo(steps);
    assertThat(times.encode().split(",", -1)).hasSizeLessThanOrEqualTo(10_000);
    assertThat(times.waitedAt(NOW).percentileMillis(100.0 / steps)).isLessThan(15_000);
  }
}

package io.freshet.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PingDaysTest {
  private static final int ROWS = 1_001;

  private final PingDays days = new PingDays(ROWS, 2);

  @Test
  void givesEachPortionItsShareAndNoPingTwice() {
    long[] pings = LongStream.range(0, ROWS * days.every()).toArray();
    LongPredicate first = days.pings(0);
    LongPredicate second = days.pings(1);

    assertThat(days.size(0)).isEqualTo(501);
    assertThat(days.size(1)).isEqualTo(500);
    assertThat(LongStream.of(pings).filter(first)).hasSize(501);
    assertThat(LongStream.of(pings).filter(second)).hasSize(500);
    assertThat(LongStream.of(pings).filter(first.and(second))).isEmpty();
  }

  @Test
  void spreadsFewRowsAndManyOverTheSameDays() {
    for (long rows : new long[] {20_000, 1_000_000, 50_000_000}) {
      PingDays some = new PingDays(rows, 2);
      double pings =
          some.marketplace().eventsPerSecond()
              * Duration.ofDays(PingDays.DAYS).toSeconds()
              / some.every();

      assertThat(pings).isBetween(rows * 1.0, rows * 1.2);
      assertThat(some.marketplace().duration()).isEqualTo(Duration.ofDays(PingDays.DAYS));
    }
  }
}

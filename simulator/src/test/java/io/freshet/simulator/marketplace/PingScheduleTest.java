package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PingScheduleTest {
  @Test
  void servesByTimeAndThenByDasher() {
    PingSchedule schedule = new PingSchedule();
    schedule.add(2_000, 1);
    schedule.add(1_000, 9);
    schedule.add(1_000, 3);

    assertThat(schedule.nextMillis()).isEqualTo(1_000);
    assertThat(schedule.nextDasher()).isEqualTo(3);
  }

  @Test
  void neverGoesBackInTimeWhateverComesAndGoes() {
    PingSchedule schedule = new PingSchedule();
    SplittableRandom random = new SplittableRandom(1);
    for (int dasher = 0; dasher < 500; dasher++) {
      schedule.add(random.nextLong(5_000), dasher);
    }
    long now = 0;
    while (!schedule.isEmpty()) {
      assertThat(schedule.nextMillis()).isGreaterThanOrEqualTo(now);
      now = schedule.nextMillis();
      if (random.nextInt(50) == 0) {
        schedule.removeNext();
      } else {
        schedule.postponeNext(now + random.nextLong(1, 5_000));
      }
    }

    assertThat(schedule.nextMillis()).isEqualTo(Long.MAX_VALUE);
  }
}

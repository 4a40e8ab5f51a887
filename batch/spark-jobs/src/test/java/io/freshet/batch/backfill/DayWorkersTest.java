package io.freshet.batch.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DayWorkersTest {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final List<LocalDate> WEEK = MONDAY.datesUntil(MONDAY.plusDays(7)).toList();

  private final Set<LocalDate> begun = new ConcurrentSkipListSet<>();

  @Test
  void beginsNoDayOnceOneHasFailed() {
    assertThatThrownBy(
            () ->
                new DayWorkers(1)
                    .work(
                        WEEK,
                        day -> {
                          begun.add(day);
                          throw new FreshetException(Fault.DEPENDENCY, "The store is away");
                        }))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("2008-05-19 failed: The store is away; what is done stays");
    assertThat(begun).containsExactly(MONDAY);
  }

  @Test
  void waitsForTheDaysThatRunWhenOneFails() {
    CountDownLatch tuesdayRuns = new CountDownLatch(1);
    CountDownLatch mondayFails = new CountDownLatch(1);
    Set<LocalDate> ended = new ConcurrentSkipListSet<>();

    assertThatThrownBy(
            () ->
                new DayWorkers(2)
                    .work(
                        List.of(MONDAY, MONDAY.plusDays(1)),
                        day -> {
                          if (day.equals(MONDAY)) {
                            await(tuesdayRuns);
                            mondayFails.countDown();
                            throw new FreshetException(Fault.DEPENDENCY, "The store is away");
                          }
                          tuesdayRuns.countDown();
                          await(mondayFails);
                          ended.add(day);

                          return DayOutcome.DONE;
                        }))
        .isInstanceOf(FreshetException.class);
    assertThat(ended).containsExactly(MONDAY.plusDays(1));
  }

  @Test
  void givesAnOutcomeForEachDay() {
    assertThat(new DayWorkers(3).work(WEEK, day -> DayOutcome.DONE)).containsOnlyKeys(WEEK);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillProgressTest {
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private final BackfillProgress progress = new BackfillProgress(told::add, () -> now);

  @Test
  void tellsOfEachDayAndHowLongTheRestMayTake() {
    progress.accept("02:00:00.000 INFO  Settings in force {catalog.uri=http://127.0.0.1:1}");
    progress.accept(
        "02:00:00.000 INFO  Backfill begins job=orders_history from=2008-05-19 to=2008-05-22"
            + " done=1 left=3 branch=backfill_orders_history_2008_05_19_2008_05_22");
    now = now.plusSeconds(20);
    progress.accept(
        "02:00:20.000 INFO  Backfill day done job=orders_history day=2008-05-20 rows=1200");
    progress.accept("02:00:20.000 WARN  Backfill starts over job=orders_history cause=a nightly");
    now = now.plusSeconds(20);
    progress.accept(
        "02:00:40.000 INFO  Backfill day done job=orders_history day=2008-05-21 rows=1");
    progress.accept(
        "02:00:40.000 INFO  Backfill day done job=orders_history day=2008-05-22 rows=0");

    assertThat(told)
        .containsExactly(
            "2008-05-20 is done, 1,200 rows; 1 of 3, about 40 s left",
            "2008-05-21 is done, 1 rows; 2 of 3, about 20 s left",
            "2008-05-22 is done, 0 rows; 3 of 3");
  }
}

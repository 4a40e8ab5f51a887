package io.freshet.console.page;

import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.assurance.history.FreshnessHistory.HopSeries;
import io.freshet.assurance.history.FreshnessHistory.Point;
import io.freshet.console.board.Boards;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A day of a table, made up: a step is five minutes, its budget one. */
public final class SampleHistory {
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration BUDGET = Duration.ofSeconds(60);
  private static final int STEPS = 288;

  /** In each of which something else was measured than on the rest of the day. */
  private static final List<Integer> UNUSUAL = List.of(100, 101);

  private SampleHistory() {}

  public static FreshnessHistory of(HopSeries... hops) {
    return new FreshnessHistory(
        Boards.NOW.minus(Duration.ofHours(24)), Boards.NOW, STEP, true, false, List.of(hops));
  }

  /** Where there is no table that could keep any. */
  public static FreshnessHistory none() {
    return new FreshnessHistory(
        Boards.NOW.minus(Duration.ofHours(24)), Boards.NOW, STEP, false, false, List.of());
  }

  /** The last two hours, where there is too much to read. */
  public static FreshnessHistory cut() {
    return new FreshnessHistory(
        Boards.NOW.minus(Duration.ofHours(2)),
        Boards.NOW,
        STEP,
        true,
        true,
        List.of(new HopSeries("log", List.of(point(0, 1)))));
  }

  /** Three seconds all day, but for two steps of another age. */
  public static HopSeries day(String hop, int unusual) {
    return new HopSeries(
        hop,
        IntStream.range(0, STEPS)
            .mapToObj(step -> point(step, UNUSUAL.contains(step) ? unusual : 3))
            .toList());
  }

  /** Measured at the day's beginning and at its end alone. */
  public static HopSeries withAGap(String hop) {
    return new HopSeries(hop, List.of(point(0, 1), point(STEPS - 1, 0)));
  }

  private static Point point(int step, int seconds) {
    Instant at = Boards.NOW.minus(STEP.multipliedBy(STEPS - step));

    return new Point(step, at, Duration.ofSeconds(seconds), BUDGET);
  }
}

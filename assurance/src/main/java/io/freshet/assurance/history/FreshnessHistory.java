package io.freshet.assurance.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How old what waited for one table was over a stretch of time, hop by hop.
 *
 * @param isKept false where there is no table of histories
 * @param isCut whether there was more than is read; then {@code from} is when what was read begins
 * @param step of each so long the oldest is told
 */
public record FreshnessHistory(
    Instant from,
    Instant until,
    Duration step,
    boolean isKept,
    boolean isCut,
    List<HopSeries> hops) {
  public FreshnessHistory {
    hops = List.copyOf(hops);
  }

  /**
   * One hop.
   *
   * @param points in the order of time; a step in which nothing was measured has none
   */
  public record HopSeries(String hop, List<Point> points) {
    public HopSeries {
      points = List.copyOf(points);
    }
  }

  /**
   * The oldest of one step.
   *
   * @param step counted from the beginning
   * @param at when that was measured
   * @param budget of the table then
   */
  public record Point(int step, Instant at, Duration age, Duration budget) {
    public boolean isOver() {
      return age.compareTo(budget) > 0;
    }
  }
}

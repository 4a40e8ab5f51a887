package io.freshet.console.page;

import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.assurance.history.FreshnessHistory.HopSeries;
import io.freshet.assurance.history.FreshnessHistory.Point;
import io.freshet.console.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How old what waited for a table was over the last day: a picture and the figures for each place
 * where something can be seen waiting. One such place is several hops of the plan.
 *
 * @param lines in the order of an event's way
 */
public record HistoryView(Reading<FreshnessHistory> reading, List<Line> lines) {
  /** Of the pictures, in their own units; they are stretched to the room that there is. */
  public static final int WIDTH = 576;

  public static final int HEIGHT = 40;

  private static final String COMMIT = "commit";

  /** In the order of the way; hops that this console does not know come last. */
  private static final List<String> ORDER =
      List.of("answer", "arrival", "raw", "log", "inputs", COMMIT, "table");

  private static final Map<String, String> MEANINGS =
      Map.of(
          "answer",
          "from a probe’s sender to the gateway’s answer: the plan’s gateway",
          "arrival",
          "from a probe’s sender to the log",
          "raw",
          "raw JSON, for the validator: kafka and validator",
          "log",
          "events, for the writer: kafka, flink and commit",
          "inputs",
          "input rows, for the nightly: period and nightly",
          COMMIT,
          "since the last commit",
          "table",
          "a probe’s event, from the log to a query: kafka, flink, commit and warehouse");

  /**
   * One hop.
   *
   * @param within a path of SVG: a stroke for each step that was within the budget
   * @param over the same of steps over it; a commit's age is over no budget
   * @param limit how high the budget stands in the picture; empty where it means nothing
   * @param overFor how long, at most, it was over it; zero where it never was
   */
  public record Line(
      String hop,
      String meaning,
      String within,
      String over,
      Optional<Integer> limit,
      Point longest,
      Point newest,
      Duration overFor) {
    static Line of(HopSeries series, FreshnessHistory history) {
      boolean hasLimit = !series.hop().equals(COMMIT);
      Point longest = series.points().stream().max(Comparator.comparing(Point::age)).orElseThrow();
      Point newest = series.points().get(series.points().size() - 1);
      Scale scale =
          new Scale(history, hasLimit ? longer(longest.age(), newest.budget()) : longest.age());
      StringBuilder within = new StringBuilder();
      StringBuilder over = new StringBuilder();
      int stepsOver = 0;
      for (Point point : series.points()) {
        boolean isOver = hasLimit && point.isOver();
        (isOver ? over : within).append(scale.stroke(point));
        stepsOver += isOver ? 1 : 0;
      }

      return new Line(
          series.hop(),
          MEANINGS.getOrDefault(series.hop(), ""),
          within.toString(),
          over.toString(),
          hasLimit ? Optional.of(scale.height(newest.budget())) : Optional.empty(),
          longest,
          newest,
          history.step().multipliedBy(stepsOver));
    }

    public boolean wasOver() {
      return !overFor.isZero();
    }

    /** What the picture shows, for who can't see it. */
    public String spoken() {
      return "%s, last 24 hours: longest %s at %s UTC, newest %s%s"
          .formatted(
              hop,
              Texts.age(longest.age()),
              Texts.moment(longest.at()),
              Texts.age(newest.age()),
              judged());
    }

    private String judged() {
      if (limit.isEmpty()) {
        return "";
      }

      return wasOver()
          ? ", over its budget for at most " + Texts.age(overFor)
          : ", never over its budget";
    }
  }

  /** From time and age to the picture's units; nothing but what was measured is drawn. */
  private record Scale(int steps, Duration top) {
    Scale(FreshnessHistory history, Duration top) {
      this(
          (int)
              Math.max(
                  1, Duration.between(history.from(), history.until()).dividedBy(history.step())),
          top.isZero() ? Duration.ofSeconds(1) : top);
    }

    int height(Duration age) {
      return HEIGHT
          - 1
          - (int) Math.round((HEIGHT - 2) * ((double) age.toMillis() / top.toMillis()));
    }

    /** Of no height it would not be seen, and what was measured as nothing is not unknown. */
    String stroke(Point point) {
      double x = (point.step() + 0.5) * WIDTH / steps;

      return String.format(
          Locale.ROOT, "M%.1f %dV%d", x, HEIGHT, Math.min(HEIGHT - 2, height(point.age())));
    }
  }

  static HistoryView of(Reading<FreshnessHistory> reading) {
    return new HistoryView(
        reading,
        reading.value().stream()
            .flatMap(history -> history.hops().stream().map(series -> Line.of(series, history)))
            .sorted(Comparator.comparingInt(HistoryView::place))
            .toList());
  }

  private static int place(Line line) {
    int known = ORDER.indexOf(line.hop());

    return known < 0 ? ORDER.size() : known;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Whether anybody could have kept any. */
  public boolean isKept() {
    return reading.value().filter(FreshnessHistory::isKept).isPresent();
  }

  /** Since when it is told, where that is less than a day. */
  public Optional<Instant> cutAt() {
    return reading.value().filter(FreshnessHistory::isCut).map(FreshnessHistory::from);
  }
}

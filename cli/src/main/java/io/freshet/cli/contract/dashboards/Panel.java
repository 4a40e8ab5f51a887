package io.freshet.cli.contract.dashboards;

import java.util.List;

/**
 * One picture.
 *
 * @param unit as Grafana names it: {@code s}, {@code short}, {@code reqps}, {@code percentunit}
 */
record Panel(Kind kind, String title, String unit, List<Query> queries) {
  Panel {
    queries = List.copyOf(queries);
  }

  /** How it is drawn. */
  enum Kind {
    LINES("timeseries"),
    NUMBER("stat"),
    BARS("bargauge");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /**
   * What it shows.
   *
   * @param expression in PromQL
   * @param legend with labels as {@code {{table}}}
   */
  record Query(String expression, String legend) {}

  static Panel lines(String title, String unit, String expression, String legend) {
    return new Panel(Kind.LINES, title, unit, List.of(new Query(expression, legend)));
  }

  static Panel number(String title, String unit, String expression) {
    return new Panel(Kind.NUMBER, title, unit, List.of(new Query(expression, "")));
  }

  static Panel bars(String title, String unit, String expression, String legend) {
    return new Panel(Kind.BARS, title, unit, List.of(new Query(expression, legend)));
  }

  /** Median and 99 in a hundred of a histogram of seconds. */
  static Panel latency(String title, String histogram, String by) {
    String quantile =
        "histogram_quantile(%%s, sum by (le, %s) (rate(%s_bucket[$__rate_interval])))"
            .formatted(by, histogram);

    return new Panel(
        Kind.LINES,
        title,
        "s",
        List.of(
            new Query(quantile.formatted("0.5"), "p50 {{%s}}".formatted(by)),
            new Query(quantile.formatted("0.99"), "p99 {{%s}}".formatted(by))));
  }

  /** How often a second something counted happens. */
  static Panel rate(String title, String counter, String by) {
    return lines(
        title,
        "cps",
        "sum by (%s) (rate(%s[$__rate_interval]))".formatted(by, counter),
        "{{%s}}".formatted(by.replaceAll(", *", "}} {{")));
  }
}

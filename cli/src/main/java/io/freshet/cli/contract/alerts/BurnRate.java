package io.freshet.cli.contract.alerts;

import java.util.Locale;

/**
 * How fast the allowed share of lateness is used up, over a long window and, so that an alert ends
 * soon after its cause, over a twelfth of it as well. Windows and factors are those of the SRE
 * workbook, chapter 5, table 5-8: 2 % of a month's allowance within an hour, 5 % within six, 10 %
 * within three days.
 *
 * @param window as PromQL writes it
 * @param confirmed the short window
 * @param factor how many times faster than the allowance lasts
 */
record BurnRate(String window, String confirmed, double factor) {
  static final BurnRate HOUR = new BurnRate("1h", "5m", 14.4);
  static final BurnRate SIX_HOURS = new BurnRate("6h", "30m", 6);
  static final BurnRate THREE_DAYS = new BurnRate("3d", "6h", 1);

  private static final double PERCENT = 100;

  /** A window that is late from end to end is too much, however low the objective. */
  private static final double MOST = 0.99;

  /**
   * The condition in PromQL.
   *
   * @param late a series that is 1 while its table is late and 0 otherwise
   * @param objective percent of the time that the table is to be in time
   */
  String expression(String late, double objective) {
    String share = share(objective);

    return "(avg_over_time(%1$s[%2$s]) > %4$s and avg_over_time(%1$s[%3$s]) > %4$s)"
        .formatted(late, window, confirmed, share);
  }

  /** The share of a window that may be late; an alert comes above it. */
  private String share(double objective) {
    double share = factor * (PERCENT - objective) / PERCENT;

    return String.format(Locale.ROOT, "%.6f", Math.min(share, MOST)).replaceAll("0+$", "");
  }
}

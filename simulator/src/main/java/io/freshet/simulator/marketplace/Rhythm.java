package io.freshet.simulator.marketplace;

/**
 * How a day goes by in a city, as parts of its busiest hour. Hours are local; values between two
 * full hours lie on the line between them.
 */
final class Rhythm {
  private static final int MINUTES_A_DAY = 1_440;
  private static final int MINUTES_AN_HOUR = 60;
  private static final int HOURS = 24;

  // Lunch at noon, dinner at seven.
  private static final double[] ORDERS = {
    .20, .12, .07, .05, .05, .07, .13, .22, .28, .30, .38, .62, .80, .70, .45, .38, .45, .70, .95,
    1, .85, .62, .45, .30
  };

  // Roads are free at night and slowest when people drive home.
  private static final double[] ROAD_SPEED = {
    1.12, 1.15, 1.15, 1.15, 1.15, 1.1, 1.05, .85, .70, .80, .90, .90, .85, .85, .90, .85, .72, .65,
    .70, .85, .95, 1, 1.05, 1.05
  };

  private Rhythm() {}

  /** Orders placed, 1 at the busiest time. */
  static double orders(double minuteOfDay) {
    return at(ORDERS, minuteOfDay);
  }

  /** Dashers online, 1 at the busiest time: they follow the orders, but some are always there. */
  static double dashers(double minuteOfDay) {
    return .15 + .85 * StrictMath.pow(orders(minuteOfDay), .8);
  }

  /** How fast one gets along, 1 when the road is neither free nor crowded. */
  static double roadSpeed(double minuteOfDay) {
    return at(ROAD_SPEED, minuteOfDay);
  }

  private static double at(double[] hours, double minuteOfDay) {
    double hour = (minuteOfDay % MINUTES_A_DAY) / MINUTES_AN_HOUR;
    int before = (int) hour;
    double fraction = hour - before;

    return hours[before] * (1 - fraction) + hours[(before + 1) % HOURS] * fraction;
  }
}

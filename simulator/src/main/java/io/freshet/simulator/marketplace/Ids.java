package io.freshet.simulator.marketplace;

/**
 * Ids that tell runs apart where they must: an order belongs to one moment, while dashers,
 * restaurants and customers live on from run to run. All fit in 53 bits, the whole numbers that
 * JSON readers keep.
 */
final class Ids {
  private static final long CITY = 10_000_000;
  private static final long ORDERS_A_SECOND = 100_000;
  static final int CITIES = 10;

  private Ids() {}

  static long dasher(int city, int number) {
    return city * CITY + number + 1;
  }

  static long restaurant(int city, int number) {
    return city * CITY + number + 1;
  }

  static long customer(int city, int number) {
    return city * CITY + number + 1;
  }

  /**
   * Two runs over different times never share an order.
   *
   * @param number of the order in its city, from 0
   */
  static long order(int city, long createdMillis, long number) {
    return (createdMillis / 1_000 * CITIES + city) * ORDERS_A_SECOND + number % ORDERS_A_SECOND;
  }
}

package io.freshet.batch.delivery;

import java.util.Comparator;

/**
 * Where a dasher was, and when.
 *
 * @param time in microseconds since 1970
 * @param source with partition and offset where the log has it
 * @param carries whether an order was on board
 * @param latitude in degrees, as longitude is
 */
record Ping(
    long time,
    int source,
    int partition,
    long offset,
    boolean carries,
    double latitude,
    double longitude) {
  /** By time; of one time, those that the log had first come first. */
  static final Comparator<Ping> IN_LOG_ORDER =
      Comparator.comparingLong(Ping::time)
          .thenComparingInt(Ping::source)
          .thenComparingInt(Ping::partition)
          .thenComparingLong(Ping::offset);
}

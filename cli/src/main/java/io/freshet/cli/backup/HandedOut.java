package io.freshet.cli.backup;

import java.time.Duration;
import java.time.Instant;

/**
 * How many numbers may have been handed out since a backup: a restored database leaves them out, as
 * no backup reaches where they stand. An order's is in {@code order_events}, in the state of the
 * ETA job, in Redis and in its customer's token, a schema's in each record of Kafka; another of the
 * same number would be taken for it.
 */
final class HandedOut {
  /** The order service's sequence. */
  static final String ORDERS = "order_ids";

  /** The registry's table of what it has counted, and the column of the last numbers. */
  static final String SCHEMAS = "sequences";

  static final String LAST_OF_SCHEMAS = "seqvalue";

  /** More than anybody makes. At this pace a bigint lasts for 29 million years. */
  private static final long ORDERS_A_SECOND = 10_000;

  /** A schema's number has 31 bits in a record: at this pace they last for 68 years of gaps. */
  private static final long SCHEMAS_A_SECOND = 1;

  /** By which the clocks of backup and restore may differ. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  private HandedOut() {}

  /**
   * Whoever restores the same backup again later leaves out more, and so also what was handed out
   * after the first restore.
   */
  static long orders(Instant backup, Instant now) {
    return seconds(backup, now) * ORDERS_A_SECOND;
  }

  static long schemas(Instant backup, Instant now) {
    return seconds(backup, now) * SCHEMAS_A_SECOND;
  }

  private static long seconds(Instant backup, Instant now) {
    Duration age = Duration.between(backup, now);

    return (age.isNegative() ? CLOCKS : age.plus(CLOCKS)).toSeconds();
  }
}

package io.freshet.ingestion.gateway.standby;

/**
 * How many records wait on the standby cluster, as far as this gateway knows. Thread-safe.
 *
 * <p>Who tells what the gateway has accepted has to wait until nothing does, else it would look as
 * if records were lost that only have not come back.
 */
final class Backlog {
  private static final long UNKNOWN = -1;

  private long waiting = UNKNOWN;
  private long version;
  private long underWay;

  /** An event goes to the standby cluster. */
  synchronized void sending() {
    version++;
    underWay++;
    waiting = UNKNOWN;
  }

  /** It is there, or never will be. */
  synchronized void sent() {
    version++;
    underWay--;
  }

  /** Changes whenever something goes to the standby cluster or gets there. */
  synchronized long version() {
    return version;
  }

  /**
   * @param asOf the version before one looked
   */
  synchronized void found(long records, long asOf) {
    waiting = asOf == version && underWay == 0 ? records : UNKNOWN;
  }

  /** Whether it is certain that nothing waits. */
  synchronized boolean isEmpty() {
    return waiting == 0;
  }

  /** For people: at least so many. */
  synchronized long waiting() {
    return Math.max(0, waiting);
  }
}

package io.freshet.ingestion.capture.change;

import io.freshet.ingestion.capture.database.Lsn;

/**
 * Which change it is: the same whenever Postgres tells of it again. Within a transaction the order
 * of these is that of the changes.
 *
 * @param transaction Postgres's number of it
 * @param lsn where in the log the change is
 * @param ordinal which of the changes in that place, from 0: a log record may hold several rows
 */
public record ChangeId(long transaction, long lsn, int ordinal) {
  /** Whether the other one, of the same transaction, is this one or comes before it. */
  boolean reaches(ChangeId other) {
    int places = Long.compareUnsigned(lsn, other.lsn);

    return places > 0 || (places == 0 && ordinal >= other.ordinal);
  }

  /** {@code 16/B374D848-0}: unique in its database, as two transactions share no place. */
  public String text() {
    return Lsn.print(lsn) + "-" + ordinal;
  }
}

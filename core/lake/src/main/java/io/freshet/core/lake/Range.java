package io.freshet.core.lake;

/**
 * The stretch of one log partition that one commit holds. Offsets have gaps (transaction markers,
 * aborted records), so counts are of records seen, never differences of offsets.
 *
 * @param start where the writer stood before; {@link #UNKNOWN} when it takes that from the ledger
 * @param first offset of the first record seen
 * @param end offset of the last record seen, plus one
 * @param newestEventTime highest plausible event time seen, microseconds; {@link Long#MIN_VALUE}
 *     when no row had one
 */
public record Range(
    Position position, long start, long first, long end, Counts counts, long newestEventTime) {
  public static final long UNKNOWN = -1;

  public Range {
    if (first >= end || (start != UNKNOWN && start > first)) {
      throw new IllegalArgumentException(
          "Range %s: start %d, first %d, end %d are out of order"
              .formatted(position, start, first, end));
    }
  }

  public Range startingAt(long newStart) {
    return new Range(position, newStart, first, end, counts, newestEventTime);
  }

  /** This stretch followed by a later one of the same partition. */
  public Range then(Range later) {
    return new Range(
        position,
        start,
        first,
        later.end,
        counts.plus(later.counts),
        Math.max(newestEventTime, later.newestEventTime));
  }
}

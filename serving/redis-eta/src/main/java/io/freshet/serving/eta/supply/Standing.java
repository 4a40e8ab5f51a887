package io.freshet.serving.eta.supply;

/**
 * Which {@link Kind} somebody is and in which H3 cell, in one number: there are several for each
 * dasher. It is the number of the cell, with the kind in three bits that H3 leaves zero.
 */
final class Standing {
  /** Counts as nothing. */
  static final long NONE = 0;

  /** The cell of what is in the market, but nobody knows where. */
  static final long NOWHERE = 0;

  private static final int SHIFT = 56;
  private static final long MASK = 7L << SHIFT;
  private static final Kind[] KINDS = Kind.values();

  private Standing() {}

  static long of(long cell, Kind kind) {
    return cell | kind.ordinal() + 1L << SHIFT;
  }

  static long cell(long standing) {
    return standing & ~MASK;
  }

  static Kind kind(long standing) {
    return KINDS[(int) (standing >>> SHIFT & 7) - 1];
  }
}

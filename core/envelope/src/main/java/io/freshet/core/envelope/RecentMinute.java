package io.freshet.core.envelope;

/**
 * Reads RFC 3339 times of which most are of the minute of the one before, as those of a stream are.
 * Not thread-safe.
 */
final class RecentMinute {
  private final byte[] letters = new byte[Rfc3339.MINUTE_END];
  private long minute = Rfc3339.UNREADABLE;

  /** As {@link Rfc3339#parse}. */
  long parse(byte[] text, int start, int length) {
    if (length <= Rfc3339.SECONDS_END) {
      return Rfc3339.UNREADABLE;
    }
    if (!ShortBytes.equal(text, start, letters)) {
      System.arraycopy(text, start, letters, 0, letters.length);
      minute = Rfc3339.minute(text, start);
    }

    return minute == Rfc3339.UNREADABLE
        ? Rfc3339.UNREADABLE
        : Rfc3339.within(minute, text, start, length);
  }
}

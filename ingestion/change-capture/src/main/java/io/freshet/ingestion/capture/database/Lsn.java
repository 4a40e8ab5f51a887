package io.freshet.ingestion.capture.database;

/** Places in Postgres's write-ahead log: 64 bits, which Postgres prints as {@code 16/B374D848}. */
public final class Lsn {
  private static final int HALF = 32;
  private static final long LOW = 0xFFFF_FFFFL;

  private Lsn() {}

  public static String print(long lsn) {
    return "%X/%X".formatted(lsn >>> HALF, lsn & LOW);
  }

  /**
   * Reads what {@link #print} and Postgres write.
   *
   * @throws NumberFormatException when it is something else
   */
  public static long parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new NumberFormatException("'%s' is no LSN".formatted(text));
    }

    return Long.parseUnsignedLong(text.substring(0, slash), 16) << HALF
        | Long.parseUnsignedLong(text.substring(slash + 1), 16);
  }
}

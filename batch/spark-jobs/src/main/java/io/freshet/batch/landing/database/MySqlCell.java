package io.freshet.batch.landing.database;

/**
 * How MySQL is asked for the value of a column.
 *
 * @param text the expression, whose value is a text or null
 */
public record MySqlCell(String text, Kind kind) {
  /** What the text says. */
  public enum Kind {
    TEXT,
    NUMBER,
    /** A number of 32 bits, with the digits of 64. */
    FLOAT,
    /** A number of which 0 and 1 are truth values. */
    TRUTH,
    /** JSON. */
    DOCUMENT,
    /** Bytes, as base64 in lines. */
    BYTES,
    /** Seconds since 1970 in UTC; none are what MySQL calls the zero time. */
    TIME,
    /** A day and a time of it, of no zone. */
    TIME_WITHOUT_ZONE
  }

  static MySqlCell of(String expression, Kind kind) {
    return new MySqlCell("CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(expression), kind);
  }
}

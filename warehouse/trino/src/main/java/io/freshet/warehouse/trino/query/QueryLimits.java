package io.freshet.warehouse.trino.query;

import java.time.Duration;

/**
 * How much an answer may be. What is beyond rows and bytes is not fetched; whoever takes longer or
 * reads more is stopped by Trino itself.
 *
 * @param rows that are taken
 * @param bytes of the rows that are taken, as text and with 20 for each value; the row that goes
 *     beyond them is the last
 * @param time from the question on, waiting in Trino's queue included; whole seconds
 * @param scanned bytes that Trino reads from the store; it looks once a second
 */
public record QueryLimits(int rows, long bytes, Duration time, long scanned) {
  public QueryLimits {
    if (rows < 1 || bytes < 1 || time.toSeconds() < 1 || scanned < 1) {
      throw new IllegalArgumentException(
          "Limits of a query are at least 1 row, 1 byte, 1 s and 1 byte read; these are %d, %d, %s and %d"
              .formatted(rows, bytes, time, scanned));
    }
  }
}

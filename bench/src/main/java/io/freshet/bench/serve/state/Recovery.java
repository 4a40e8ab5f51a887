package io.freshet.bench.serve.state;

import java.util.OptionalLong;

/**
 * How documents come after a TaskManager was killed while events went on. Times are milliseconds
 * since 1970. Thread-safe.
 */
final class Recovery {
  /** What is no older than this is as new as it is without a failure. */
  static final long LATE_MILLIS = 1000;

  private OptionalLong killed = OptionalLong.empty();
  private OptionalLong first = OptionalLong.empty();
  private OptionalLong lastLate = OptionalLong.empty();

  synchronized void killed(long millis) {
    killed = OptionalLong.of(millis);
  }

  /** A document of an event of that time was told. */
  synchronized void told(long eventMillis, long millis) {
    // What the killed one has written may still be on its way.
    if (killed.isEmpty() || eventMillis <= killed.getAsLong()) {
      return;
    }
    if (first.isEmpty()) {
      first = OptionalLong.of(millis);
    }
    if (millis - eventMillis > LATE_MILLIS) {
      lastLate = OptionalLong.of(millis);
    }
  }

  /** Whether documents come, and none was late since that time. */
  synchronized boolean isOverSince(long millis) {
    return first.isPresent() && first.getAsLong() < millis && lastLate.orElse(0) < millis;
  }

  /** From the kill to the first document of an event that came after it. */
  synchronized double firstDocumentSeconds() {
    return seconds(first.orElseThrow());
  }

  /** From the kill until no document was late any more. */
  synchronized double caughtUpSeconds() {
    return seconds(Math.max(first.orElseThrow(), lastLate.orElse(0)));
  }

  private double seconds(long millis) {
    return (millis - killed.orElseThrow()) / 1e3;
  }
}

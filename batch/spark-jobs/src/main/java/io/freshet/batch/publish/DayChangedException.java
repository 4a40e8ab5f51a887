package io.freshet.batch.publish;

/** Somebody else has published, or is computing, the same day: what was audited no longer holds. */
final class DayChangedException extends RuntimeException {
  DayChangedException(String message) {
    super(message);
  }

  DayChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}

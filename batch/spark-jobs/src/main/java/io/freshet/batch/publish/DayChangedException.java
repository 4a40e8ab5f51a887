package io.freshet.batch.publish;

/** Somebody else has published, or is computing, the same day: what was audited no longer holds. */
public final class DayChangedException extends RuntimeException {
  public DayChangedException(String message) {
    super(message);
  }

  public DayChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}

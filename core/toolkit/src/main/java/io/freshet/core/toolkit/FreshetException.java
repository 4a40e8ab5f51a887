package io.freshet.core.toolkit;

/** A failure that says whose it is. The message says what was seen, wanted and what to do. */
public class FreshetException extends RuntimeException {
  private final Fault fault;

  public FreshetException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public FreshetException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}

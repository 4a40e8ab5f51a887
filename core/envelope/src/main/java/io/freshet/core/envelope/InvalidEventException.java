package io.freshet.core.envelope;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** An event that its contract does not allow; refused before it reached the broker. */
public final class InvalidEventException extends FreshetException {
  private final RefusalCause refusal;

  public InvalidEventException(RefusalCause refusal, String message) {
    super(Fault.CALLER, message);
    this.refusal = refusal;
  }

  public RefusalCause refusal() {
    return refusal;
  }
}

package io.freshet.core.envelope;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** The registry has a schema of that id, but one that no reader takes, now or later. */
public final class UnreadableSchemaException extends FreshetException {
  public UnreadableSchemaException(String message) {
    super(Fault.CALLER, message);
  }
}

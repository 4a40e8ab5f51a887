package io.freshet.core.envelope.offer;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** What can't be an event; caught where the next one of a batch is read. */
public final class UnfitException extends FreshetException {
  // Not in the serial form, which nobody uses.
  private final transient Refusal refusal;

  UnfitException(Refusal refusal) {
    super(Fault.CALLER, refusal.detail());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}

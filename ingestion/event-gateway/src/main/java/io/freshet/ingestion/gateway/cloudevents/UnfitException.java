package io.freshet.ingestion.gateway.cloudevents;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.intake.Refusal;

/** What can't be an event; caught where the next one of a batch is read. */
final class UnfitException extends FreshetException {
  // Not in the serial form, which nobody uses.
  private final transient Refusal refusal;

  UnfitException(Refusal refusal) {
    super(Fault.CALLER, refusal.detail());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}

package io.freshet.ingestion.gateway.http;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A body that is too long, or that breaks off. */
final class UnreadableBodyException extends FreshetException {
  // Not in the serial form, which nobody uses.
  private final transient Problem problem;

  UnreadableBodyException(Problem problem, Throwable cause) {
    super(Fault.CALLER, problem.detail(), cause);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}

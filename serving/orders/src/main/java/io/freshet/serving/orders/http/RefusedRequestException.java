package io.freshet.serving.orders.http;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A request that can't be read, or asks for what is not there. */
final class RefusedRequestException extends FreshetException {
  // Not in the serial form, which nobody uses.
  private final transient Problem problem;

  RefusedRequestException(Problem problem) {
    super(Fault.CALLER, problem.detail());
    this.problem = problem;
  }

  RefusedRequestException(int status, String cause, String detail) {
    this(Problem.of(status, cause, detail));
  }

  Problem problem() {
    return problem;
  }
}

package io.freshet.core.envelope.json;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;

/** A JSON payload whose values the contract does not allow; says where, for each of them. */
public final class InvalidPayloadException extends FreshetException {
  // Not in the serial form, which nobody uses.
  private final transient List<Violation> violations;

  InvalidPayloadException(String contract, Violations violations) {
    super(
        Fault.CALLER,
        "Event of %s is refused: %d of its values do not fit the contract, the first at %s: %s"
            .formatted(
                contract,
                violations.count(),
                violations.found().get(0).pointer(),
                violations.found().get(0).detail()));
    this.violations = violations.found();
  }

  public List<Violation> violations() {
    return violations;
  }
}

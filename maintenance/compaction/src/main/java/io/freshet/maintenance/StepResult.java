package io.freshet.maintenance;

import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.maintenance.plan.Step;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of one step.
 *
 * @param attempts more than one where it conflicted with somebody else's commit
 * @param figures by snake_case name with the unit in it
 * @param failure empty when the step was done
 */
record StepResult(
    Step step, int attempts, Map<String, Long> figures, Optional<Failure> failure, Effort effort) {
  /** Why a step was not done. */
  record Failure(Fault fault, String message) {}

  StepResult {
    figures = new TreeMap<>(figures);
  }

  /** What failed first stays the reason. */
  StepResult failed(Failure why) {
    return failure.isPresent()
        ? this
        : new StepResult(step, attempts, figures, Optional.of(why), effort);
  }
}

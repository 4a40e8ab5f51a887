package io.freshet.maintenance;

import io.freshet.core.toolkit.Effort;
import java.util.List;

/**
 * What maintenance did to a table.
 *
 * @param othersCommitted whether somebody wrote to the table meanwhile, so that before and after
 *     differ by more than maintenance
 */
record TableReceipt(
    String table,
    TableState before,
    TableState after,
    boolean othersCommitted,
    List<StepResult> steps,
    Effort effort) {
  TableReceipt {
    steps = List.copyOf(steps);
  }

  List<StepResult.Failure> failures() {
    return steps.stream().flatMap(step -> step.failure().stream()).toList();
  }
}

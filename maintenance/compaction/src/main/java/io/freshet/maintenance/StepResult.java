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
 * @param attempts more than one where it conflicted with somebody else's commit, or was done in
 *     place of another
 * @param figures by snake_case name with the unit in it
 * @param failure empty when the step was done
 */
record StepResult(
    Step step, int attempts, Map<String, Long> figures, Optional<Failure> failure, Effort effort) {
  static final String READ_FILES_BEFORE = "read_files_before";
  static final String READ_MICROSECONDS_BEFORE = "read_microseconds_before";
  static final String READ_FILES_AFTER = "read_files_after";
  static final String READ_MICROSECONDS_AFTER = "read_microseconds_after";

  /** Why a step was not done. */
  record Failure(Fault fault, String message) {}

  StepResult {
    figures = new TreeMap<>(figures);
  }

  /** The same with what it has gained readers. */
  StepResult gained(ReadProbe.Reading before, ReadProbe.Reading after) {
    Map<String, Long> all = new TreeMap<>(figures);
    all.put(READ_FILES_BEFORE, (long) before.files());
    all.put(READ_MICROSECONDS_BEFORE, before.micros());
    all.put(READ_FILES_AFTER, (long) after.files());
    all.put(READ_MICROSECONDS_AFTER, after.micros());

    return new StepResult(step, attempts, all, failure, effort);
  }

  /** What failed first stays the reason. */
  StepResult failed(Failure why) {
    return failure.isPresent()
        ? this
        : new StepResult(step, attempts, figures, Optional.of(why), effort);
  }
}

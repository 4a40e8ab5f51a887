package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.maintenance.StepResult.Failure;
import io.freshet.maintenance.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepResultTest {
  private static final Failure UNDELETED = new Failure(Fault.DEPENDENCY, "1 of 2 was not deleted");
  private static final Failure UNANNOUNCED = new Failure(Fault.OURS, "It was not announced");

  @Test
  void keepsWhatFailedFirst() {
    StepResult failed = result(Optional.of(UNDELETED)).failed(UNANNOUNCED);

    assertThat(failed.failure()).contains(UNDELETED);
  }

  @Test
  void takesTheFailureOfWhatWasDone() {
    StepResult failed = result(Optional.empty()).failed(UNANNOUNCED);

    assertThat(failed.failure()).contains(UNANNOUNCED);
  }

  private static StepResult result(Optional<Failure> failure) {
    Step step = new Step.OrphanRemoval(List.of(), Instant.EPOCH);

    return new StepResult(step, 1, Map.of(), failure, new Effort(0, 0));
  }
}

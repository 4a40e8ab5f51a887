package io.freshet.local.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.FlinkApplication;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmittedApplicationTest {
  private static final FlinkApplication WRITER =
      new FlinkApplication("writer", "module", "Main", List.of(), 2, 1024);
  private static final SubmittedApplication FIRST = SubmittedApplication.first(WRITER, 2);

  @Test
  void keepsItsJobIdWhenItIsRescaled() {
    assertThat(FIRST.with(WRITER, 1).jobId()).isEqualTo(FIRST.jobId()).matches("[0-9a-f]{32}");
  }

  @Test
  void getsANewJobIdWhenItIsTakenBackToASavepoint() {
    SubmittedApplication back = FIRST.takenBackTo("s3://savepoint", Instant.EPOCH);

    assertThat(back.jobId()).isNotEqualTo(FIRST.jobId());
  }

  @Test
  void sharesItsJobIdWithNoOtherApplication() {
    FlinkApplication eta = new FlinkApplication("eta", "module", "Main", List.of(), 2, 1024);

    assertThat(SubmittedApplication.first(eta, 2).jobId()).isNotEqualTo(FIRST.jobId());
  }
}

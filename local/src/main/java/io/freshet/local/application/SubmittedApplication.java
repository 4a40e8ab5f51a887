package io.freshet.local.application;

import io.freshet.core.toolkit.Sha256;
import io.freshet.local.FlinkApplication;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An application as it was started, so that any later launcher can heal it.
 *
 * @param generation goes up when the job is taken back to an older savepoint: under its old id it
 *     would collide with the checkpoints that it had written since
 * @param restoreFrom a savepoint that the user chose, or empty
 * @param restoreSince checkpoints that are older than this are not considered
 */
public record SubmittedApplication(
    FlinkApplication application,
    int parallelism,
    int generation,
    String restoreFrom,
    Instant restoreSince) {
  private static final int JOB_ID_BYTES = 16;

  static SubmittedApplication first(FlinkApplication application, int parallelism) {
    return new SubmittedApplication(application, parallelism, 1, "", Instant.EPOCH);
  }

  SubmittedApplication with(FlinkApplication changed, int changedParallelism) {
    return new SubmittedApplication(
        changed, changedParallelism, generation, restoreFrom, restoreSince);
  }

  SubmittedApplication takenBackTo(String savepoint, Instant now) {
    return new SubmittedApplication(application, parallelism, generation + 1, savepoint, now);
  }

  SubmittedApplication startedAfresh(Instant now) {
    return new SubmittedApplication(application, parallelism, generation + 1, "", now);
  }

  /** Flink's job id: always the same for a name, so that checkpoints are found again. */
  public String jobId() {
    return HexFormat.of()
        .formatHex(Sha256.of(application.name() + "#" + generation), 0, JOB_ID_BYTES);
  }
}

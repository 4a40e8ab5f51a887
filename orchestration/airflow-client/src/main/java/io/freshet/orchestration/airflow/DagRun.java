package io.freshet.orchestration.airflow;

import io.freshet.orchestration.airflow.generated.model.DAGRunResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One run of a DAG.
 *
 * @param day the day that it computes, where it computes one
 */
public record DagRun(
    String dag,
    String id,
    State state,
    Optional<String> day,
    Optional<Instant> queuedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {

  /** How far a run has come. */
  public enum State {
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED;

    public boolean isFinal() {
      return this == SUCCESS || this == FAILED;
    }
  }

  static DagRun of(DAGRunResponse run) {
    return new DagRun(
        run.getDagId(),
        run.getDagRunId(),
        State.valueOf(run.getState().name()),
        Optional.ofNullable(run.getPartitionKey()),
        instant(run.getQueuedAt()),
        instant(run.getStartDate()),
        instant(run.getEndDate()));
  }

  private static Optional<Instant> instant(OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}

package io.freshet.lineage.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one OpenLineage event says, in our names.
 *
 * @param run empty where the event only describes a dataset
 * @param inputs each dataset once, and so the outputs
 */
public record LineageEvent(
    Instant time, Optional<Run> run, List<Dataset> inputs, List<Dataset> outputs) {
  public LineageEvent {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A run of a job and where it stands. */
  public record Run(Job job, String id, State state) {}

  /** Where a run stands. */
  public enum State {
    START,
    RUNNING,
    COMPLETE,
    ABORT,
    FAIL,
    OTHER
  }

  /** Whether what the job reads and writes is known by this event. */
  public boolean tellsEdges() {
    return run.filter(
            told ->
                !told.job().isTest()
                    && (told.job().streaming()
                        ? isAlive(told.state()) && !outputs.isEmpty()
                        : told.state() == State.COMPLETE))
        .isPresent();
  }

  private static boolean isAlive(State state) {
    return switch (state) {
      case START, RUNNING, COMPLETE, OTHER -> true;
      case ABORT, FAIL -> false;
    };
  }
}

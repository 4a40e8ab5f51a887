package io.freshet.lineage.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one OpenLineage event says, in our names; or what all events of one run say together.
 *
 * @param run empty where the event only describes a dataset
 * @param inputs each dataset once, and so the outputs
 * @param telling the inputs and outputs in the words of the one who tells
 */
public record LineageEvent(
    Instant time,
    Optional<Run> run,
    List<ToldDataset> inputs,
    List<ToldDataset> outputs,
    Telling telling) {
  public LineageEvent {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A run of a job and where it stands. */
  public record Run(ToldJob job, String id, State state) {}

  /** Where a run stands. */
  public enum State {
    START,
    RUNNING,
    COMPLETE,
    ABORT,
    FAIL,
    OTHER
  }

  /**
   * Whether this says what the job reads and writes. A batch run does once it is done; a streaming
   * one never is.
   */
  public boolean tellsEdges() {
    return !telling.isEmpty()
        && run.filter(
                told ->
                    !told.job().isTest()
                        && (told.job().isStreaming()
                            ? isAlive(told.state())
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

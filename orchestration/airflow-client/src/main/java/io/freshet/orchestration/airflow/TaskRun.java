package io.freshet.orchestration.airflow;

import io.freshet.orchestration.airflow.generated.model.TaskInstanceResponse;
import java.util.Locale;
import java.util.Optional;

/**
 * One task of a run.
 *
 * @param state Airflow's word, such as {@code running}; empty before the task is scheduled
 */
public record TaskRun(String task, Optional<String> state, int attempt) {
  static TaskRun of(TaskInstanceResponse task) {
    return new TaskRun(
        task.getTaskId(),
        Optional.ofNullable(task.getState()).map(state -> state.name().toLowerCase(Locale.ROOT)),
        task.getTryNumber());
  }

  public boolean is(String wanted) {
    return state.equals(Optional.of(wanted));
  }
}

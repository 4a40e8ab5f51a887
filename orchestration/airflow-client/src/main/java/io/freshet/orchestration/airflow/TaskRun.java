package io.freshet.orchestration.airflow;

import io.freshet.orchestration.airflow.generated.model.TaskInstanceResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One task of a run.
 *
 * @param state Airflow's word, such as {@code running}; empty before the task is scheduled
 * @param pid of the process that runs it, while and after it does
 */
public record TaskRun(
    String task, Optional<String> state, int attempt, String pool, OptionalInt pid) {
  static TaskRun of(TaskInstanceResponse task) {
    return new TaskRun(
        task.getTaskId(),
        Optional.ofNullable(task.getState()).map(state -> state.name().toLowerCase(Locale.ROOT)),
        task.getTryNumber(),
        task.getPool(),
        task.getPid() == null ? OptionalInt.empty() : OptionalInt.of(task.getPid()));
  }

  public boolean is(String wanted) {
    return state.equals(Optional.of(wanted));
  }
}

package io.freshet.cli.airflow;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds out at which tasks runs have failed. */
final class FailedTasks {
  private FailedTasks() {}

  /**
   * Asks of failed runs only. That they can't be asked of takes nothing from the runs themselves.
   *
   * @param tasks the tasks of a run
   * @param err hears what could not be found out
   */
  static Map<DagRun, List<TaskRun>> of(
      List<DagRun> runs, Function<DagRun, List<TaskRun>> tasks, PrintWriter err) {
    Map<DagRun, List<TaskRun>> failed = new HashMap<>();
    for (DagRun run : runs) {
      if (run.state() == DagRun.State.FAILED) {
        try {
          failed.put(run, tasks.apply(run).stream().filter(task -> task.is("failed")).toList());
        } catch (FreshetException e) {
          err.printf("At which task %s failed is unknown: %s%n", run.id(), e.getMessage());
        }
      }
    }

    return failed;
  }
}

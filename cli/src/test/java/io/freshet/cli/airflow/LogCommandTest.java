package io.freshet.cli.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogCommandTest {
  private static final DagRun RUN =
      new DagRun(
          "nightly",
          "manual__1",
          DagRun.State.RUNNING,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final List<TaskRun> TASKS = List.of(task("efficiency"), task("marts"));

  @Test
  void printsEveryTaskUnlessOneIsNamed() {
    assertThat(LogCommand.wanted(TASKS, RUN, Optional.empty())).isEqualTo(TASKS);
    assertThat(LogCommand.wanted(TASKS, RUN, Optional.of("marts")))
        .extracting(TaskRun::task)
        .containsExactly("marts");
  }

  @Test
  void saysThatARunHasNoTasksYet() {
    assertThatThrownBy(() -> LogCommand.wanted(List.of(), RUN, Optional.empty()))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Run manual__1 has no tasks yet");
  }

  @Test
  void namesTheTaskThatWasProbablyMeant() {
    assertThatThrownBy(() -> LogCommand.wanted(TASKS, RUN, Optional.of("mart")))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Run manual__1 has no task mart; did you mean marts?");
  }

  private static TaskRun task(String name) {
    return new TaskRun(name, Optional.empty(), 1);
  }
}

package io.freshet.cli.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTableTest {
  private static final List<TaskRun> TASKS =
      List.of(task("efficiency", "success", 1), task("marts", "failed", 2));

  private static final PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());

  @Test
  void namesTheTaskThatARunFailedAtAndHowToReadWhy() {
    List<DagRun> runs = List.of(run(DagRun.State.FAILED));
    RunTable table = new RunTable(runs, FailedTasks.of(runs, run -> TASKS, NOBODY));

    assertThat(printed(table))
        .contains("marts, attempt 2")
        .doesNotContain("efficiency")
        .endsWith("Why: ./freshet airflow log nightly manual__1 --task marts%n".formatted());
    assertThat(table.json(false).at("/runs/0/failed_tasks/0/task").asText()).isEqualTo("marts");
  }

  @Test
  void asksNothingOfRunsThatWentWell() {
    List<DagRun> runs = List.of(run(DagRun.State.SUCCESS));
    RunTable table =
        new RunTable(
            runs,
            FailedTasks.of(
                runs,
                run -> {
                  throw new AssertionError("asked for the tasks of " + run.id());
                },
                NOBODY));

    assertThat(printed(table)).contains("success").doesNotContain("Why");
  }

  @Test
  void showsARunOfWhichTasksCanNotBeAsked() {
    List<DagRun> runs = List.of(run(DagRun.State.FAILED));
    StringWriter said = new StringWriter();
    Map<DagRun, List<TaskRun>> failed =
        FailedTasks.of(
            runs,
            run -> {
              throw new FreshetException(Fault.DEPENDENCY, "Airflow is away");
            },
            new PrintWriter(said));

    assertThat(printed(new RunTable(runs, failed))).contains("manual__1").doesNotContain("Why");
    assertThat(said.toString()).contains("Airflow is away");
  }

  private static String printed(RunTable table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    out.flush();

    return text.toString();
  }

  private static DagRun run(DagRun.State state) {
    return new DagRun(
        "nightly",
        "manual__1",
        state,
        Optional.of("2008-05-19"),
        Optional.empty(),
        Optional.of(Instant.parse("2026-03-02T12:00:00Z")),
        Optional.of(Instant.parse("2026-03-02T12:01:00Z")));
  }

  private static TaskRun task(String name, String state, int attempt) {
    return new TaskRun(name, Optional.of(state), attempt);
  }
}

package io.freshet.cli.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTableTest {
  private static final List<TaskRun> TASKS =
      List.of(task("efficiency", "success", 1), task("marts", "failed", 2));

  @Test
  void namesTheTaskThatARunFailedAtAndHowToReadWhy() {
    RunTable table = new RunTable(List.of(run(DagRun.State.FAILED)), run -> TASKS);

    assertThat(printed(table))
        .contains("marts, attempt 2")
        .doesNotContain("efficiency")
        .endsWith("Why: ./freshet airflow log nightly manual__1 --task marts%n".formatted());
    assertThat(table.json(false).at("/runs/0/failed_tasks/0/task").asText()).isEqualTo("marts");
  }

  @Test
  void asksNothingOfRunsThatWentWell() {
    RunTable table =
        new RunTable(
            List.of(run(DagRun.State.SUCCESS)),
            run -> {
              throw new AssertionError("asked for the tasks of " + run.id());
            });

    assertThat(printed(table)).contains("success").doesNotContain("Why");
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

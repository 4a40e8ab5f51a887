package io.freshet.cli.airflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "log",
    description = "Prints what the tasks of a run have written, the newest attempt of each.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet airflow log nightly"})
final class LogCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DAG", description = "Of which DAG")
  private String dag;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "Of which run; default: the newest")
  private String run;

  @Option(names = "--task", description = "Of which task; default: all")
  private String task;

  @Option(names = "--attempt", description = "Which attempt, counted from 1; default: the newest")
  private Integer attempt;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Airflow airflow = Airflow.at(AirflowSettings.from(workspace.settings()));
    DagRun chosen = run(airflow);
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", true)
            .put("dag", dag)
            .put("run", chosen.id());
    ArrayNode logs = root.putArray("logs");
    for (TaskRun taskRun : wanted(airflow.tasks(chosen), chosen, Optional.ofNullable(task))) {
      int number = Optional.ofNullable(attempt).orElse(taskRun.attempt());
      List<String> lines = airflow.log(chosen, taskRun, number);
      if (!json.replacesText()) {
        out.printf(
            "--- %s %s, attempt %d: %s%n",
            chosen.id(), taskRun.task(), number, taskRun.state().orElse("not started"));
        lines.forEach(out::println);
      }
      ArrayNode written =
          logs.addObject()
              .put("task", taskRun.task())
              .put("attempt", number)
              .put("state", taskRun.state().orElse(null))
              .putArray("lines");
      lines.forEach(written::add);
    }
    json.write(root, out);

    return 0;
  }

  private DagRun run(Airflow airflow) {
    if (run != null) {
      return airflow.run(dag, run);
    }

    return airflow.runs(dag, 1).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "%s has not run yet; start it with ./freshet airflow trigger %s"
                        .formatted(dag, dag)));
  }

  static List<TaskRun> wanted(List<TaskRun> tasks, DagRun run, Optional<String> task) {
    List<TaskRun> wanted =
        tasks.stream().filter(one -> task.map(one.task()::equals).orElse(true)).toList();
    if (wanted.isEmpty()) {
      List<String> names = tasks.stream().map(TaskRun::task).toList();
      throw new FreshetException(
          Fault.CALLER,
          names.isEmpty()
              ? "Run %s has no tasks yet".formatted(run.id())
              : "Run %s has no task %s%s"
                  .formatted(
                      run.id(), task.orElseThrow(), NearestName.hint(task.orElseThrow(), names)));
    }

    return wanted;
  }
}

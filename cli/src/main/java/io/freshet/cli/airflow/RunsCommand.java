package io.freshet.cli.airflow;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.DagRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "runs",
    description = "Lists the newest runs of a DAG.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet airflow runs nightly --limit 5"})
final class RunsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DAG", description = "Which; ./freshet airflow status lists them")
  private String dag;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "How many; default: ${DEFAULT-VALUE}")
  private int limit;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Airflow airflow = Airflow.at(AirflowSettings.from(workspace.settings()));
    List<DagRun> runs = airflow.runs(dag, limit);
    RunTable table =
        new RunTable(runs, FailedTasks.of(runs, airflow::tasks, spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      table.print(out);
    }
    json.write(table.json(true), out);

    return 0;
  }
}

package io.freshet.cli.airflow;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.DagRun;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "trigger",
    description = {
      "Starts a run of a DAG now.",
      "With --wait the exit code is 1 when the run fails, and 75 when it is not over in" + " time."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet airflow trigger nightly --day 2008-05-19 --wait 15m",
      "          ./freshet airflow trigger maintenance"
    })
final class TriggerCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DAG", description = "Which; ./freshet airflow status lists them")
  private String dag;

  @Option(names = "--day", description = "The day to compute, for a DAG that computes days")
  private LocalDate day;

  @Mixin private AwaitOption wait;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (day != null) {
      Days.requireBegun(day, InstantSource.system());
    }
    Airflow airflow = Airflow.at(AirflowSettings.from(workspace.settings()));
    List<DagRun> runs = wait.apply(airflow, List.of(start(airflow)));
    boolean ok = AwaitOption.ok(runs);
    RunTable table =
        new RunTable(runs, FailedTasks.of(runs, airflow::tasks, spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      table.print(out);
    }
    json.write(table.json(ok), out);

    return ok ? 0 : 1;
  }

  private DagRun start(Airflow airflow) {
    return day == null
        ? airflow.trigger(dag)
        : airflow.trigger(
            dag, day, "manual__%s_%s".formatted(day, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }
}

package io.freshet.cli.airflow;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.DagRun;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backfill",
    description = {
      "Runs a DAG for each day of a stretch, oldest first.",
      "Days of an earlier backfill are not run again. A DAG of the clock is handed to"
          + " Airflow's own backfill."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet airflow backfill nightly --from 2008-05-19 --to 2008-05-21 --wait 1h"
    })
final class BackfillCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DAG", description = "Which; ./freshet airflow status lists them")
  private String dag;

  @Option(names = "--from", required = true, description = "First day, such as 2008-05-19")
  private LocalDate from;

  @Option(names = "--to", required = true, description = "Last day; it is run as well")
  private LocalDate to;

  @Mixin private AwaitOption wait;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Days.requireBegun(to, InstantSource.system());
    Airflow airflow = Airflow.at(AirflowSettings.from(workspace.settings()));
    List<DagRun> runs = wait.apply(airflow, airflow.backfill(dag, from, to));
    boolean ok = AwaitOption.ok(runs);
    RunTable table =
        new RunTable(runs, FailedTasks.of(runs, airflow::tasks, spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      if (runs.isEmpty()) {
        out.printf(
            "Airflow runs %s from %s to %s; look with ./freshet airflow runs %s%n",
            dag, from, to, dag);
      } else {
        table.print(out);
      }
    }
    json.write(table.json(ok), out);

    return ok ? 0 : 1;
  }
}

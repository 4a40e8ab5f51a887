package io.freshet.cli.airflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.StatusCommand;
import io.freshet.local.PartStatus;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.Dag;
import io.freshet.orchestration.airflow.DagRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Shows Airflow's processes, its DAGs with their newest runs, and DAG files that it"
          + " can't read.",
      "Exit code 1 when a process has died or a file can't be read."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet airflow status --json -"})
final class AirflowStatusCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<PartStatus> processes = processes(workspace);
    Airflow airflow = Airflow.at(AirflowSettings.from(workspace.settings()));
    List<Dag> dags = airflow.dags();
    Map<String, String> errors = airflow.importErrors();
    boolean ok =
        errors.isEmpty()
            && processes.stream().noneMatch(part -> part.state() == PartStatus.State.DEAD);
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode result = StatusCommand.result(processes, ok);
    ArrayNode listed = result.putArray("dags");
    TextTable table = new TextTable("dag", "owner", "state", "newest run", "day", "outcome");
    for (Dag dag : dags) {
      Optional<DagRun> newest = airflow.runs(dag.id(), 1).stream().findFirst();
      ObjectNode node =
          listed
              .addObject()
              .put("dag", dag.id())
              .put("owner", String.join(", ", dag.owners()))
              .put("paused", dag.paused());
      newest.ifPresent(run -> node.set("newest_run", RunTable.json(run)));
      table.row(
          dag.id(),
          String.join(", ", dag.owners()),
          dag.paused() ? "paused" : "active",
          newest.map(DagRun::id).orElse("-"),
          newest.flatMap(DagRun::day).orElse(""),
          newest.map(run -> run.state().name().toLowerCase(Locale.ROOT)).orElse(""));
    }
    ArrayNode unreadable = result.putArray("unreadable");
    errors.forEach(
        (file, reason) -> unreadable.addObject().put("file", file).put("reason", reason));
    if (!json.replacesText()) {
      StatusCommand.print(processes, out);
      out.println();
      table.print(out);
      errors.forEach((file, reason) -> out.printf("UNREADABLE  %s: %s%n", file, reason));
    }
    json.write(result, out);

    return ok ? 0 : 1;
  }

  /** Airflow's own processes on the embedded platform; none where Airflow is elsewhere. */
  static List<PartStatus> processes(Workspace workspace) {
    return workspace.platform().status().stream()
        .filter(part -> part.name().startsWith("airflow") || part.name().equals("asset-relay"))
        .toList();
  }
}

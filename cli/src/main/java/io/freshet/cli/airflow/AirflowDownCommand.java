package io.freshet.cli.airflow;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.cli.platform.StatusCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    description = "Stops Airflow and the relay; the platform goes on. Runs and logs stay.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet airflow down"})
final class AirflowDownCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    workspace.platform().stopAirflow(new ProgressPrinter(spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.println("Airflow is down");
    }
    json.write(StatusCommand.result(List.of(), true), out);

    return 0;
  }
}

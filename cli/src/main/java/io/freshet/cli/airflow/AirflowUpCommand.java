package io.freshet.cli.airflow;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.cli.platform.StatusCommand;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Starts Airflow and the relay that tells it of complete days, with the parts of the"
          + " platform that they need.",
      "The first time on a machine it fetches Airflow. Takes about 1 GB of memory."
          + " ./freshet up starts all the rest."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet airflow up"})
final class AirflowUpCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ProgressPrinter progress = new ProgressPrinter(spec.commandLine().getErr());
    // The relay reads streams that exist only once the contracts are applied.
    new Pipeline(workspace)
        .prepare(EnumSet.of(Part.KAFKA, Part.REGISTRY, Part.CATALOG, Part.LINEAGE), progress);
    workspace.platform().startAirflow(progress);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      Settings settings = workspace.settings();
      out.printf("Airflow  %s%n", settings.text("airflow.url"));
      out.printf(
          "Log in   as %s; the password is airflow.password in %s%n",
          settings.text("airflow.user"), workspace.profileFile());
      out.println("Try      ./freshet airflow status    ./freshet airflow down");
    }
    json.write(StatusCommand.result(AirflowStatusCommand.processes(workspace), true), out);

    return 0;
  }
}

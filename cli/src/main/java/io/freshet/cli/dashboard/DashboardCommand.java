package io.freshet.cli.dashboard;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.PortOption;
import io.freshet.cli.platform.ProgressPrinter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "dashboard",
    description = {
      "Serves the dasher supply dashboard on this machine until Ctrl-C: which markets are"
          + " short, since when, why, and where in them.",
      "The first use makes its Python environment."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet dashboard --port 8501"})
public final class DashboardCommand implements Callable<Integer> {
  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Program program =
        DashboardProgram.of(
            workspace, port.free(), new ProgressPrinter(spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer dashboard = PageServer.start(program)) {
      dashboard.awaitAnswer();
      out.printf("The supply dashboard is at %s; Ctrl-C ends it%n", dashboard.address());
      out.flush();
      dashboard.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("The supply dashboard has ended");

    return 0;
  }
}

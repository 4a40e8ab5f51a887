package io.freshet.cli.dashboard;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.PortOption;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "dashboard",
    description = {
      "Serves the dasher supply dashboard on this machine until Ctrl-C: which markets are short,",
      "since when, why, and where in them. The first use makes its Python environment."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet dashboard --port 8501"})
public final class DashboardCommand implements Callable<Integer> {
  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path folder = workspace.modules().project().resolve("dashboard");
    DashboardAccess access = DashboardAccess.of(workspace.settings(), workspace.contracts());
    int listen = port.free();
    PythonEnvironment python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(
                "dashboard",
                folder.resolve("requirements.txt"),
                new ProgressPrinter(spec.commandLine().getErr()));
    List<String> streamlit =
        List.of(
            python.python(),
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            Integer.toString(listen));
    Program program =
        new Program(
            "The supply dashboard",
            streamlit,
            folder,
            access.environment(),
            listen,
            "/_stcore/health",
            workspace.state().log("dashboard"));
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

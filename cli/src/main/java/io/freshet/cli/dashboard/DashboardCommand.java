package io.freshet.cli.dashboard;

import io.freshet.cli.Workspace;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  private static final int MOST_PORT = 65_535;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: one that is free")
  private Integer port;

  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path folder = workspace.modules().project().resolve("dashboard");
    DashboardAccess access = DashboardAccess.of(workspace.settings(), workspace.contracts());
    int listen = freePort();
    PythonEnvironment python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(
                "dashboard",
                folder.resolve("requirements.txt"),
                new ProgressPrinter(spec.commandLine().getErr()));
    Path log = workspace.state().log("dashboard");
    PrintWriter out = spec.commandLine().getOut();
    try (DashboardProcess dashboard =
        DashboardProcess.start(folder, python, listen, access.environment(), log)) {
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

  private int freePort() {
    int wanted = port == null ? 0 : port;
    if (wanted < 0 || wanted > MOST_PORT) {
      throw new FreshetException(
          Fault.CALLER, "--port is %d; it must be between 1 and 65535".formatted(wanted));
    }
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new FreshetException(
          Fault.CALLER,
          "Port %d is taken; name another with --port, or none".formatted(wanted),
          taken);
    }
  }
}

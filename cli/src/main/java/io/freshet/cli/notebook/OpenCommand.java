package io.freshet.cli.notebook;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.PortOption;
import io.freshet.cli.platform.ProgressPrinter;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "open",
    description = {
      "Serves JupyterLab with the notebooks on this machine until Ctrl-C.",
      "What is saved in it is saved in notebooks/: clear outputs that show persons before"
          + " you share or commit them."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet notebook open --port 8888"})
public final class OpenCommand implements Callable<Integer> {
  private static final int TOKEN_BYTES = 24;

  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    NotebookWorkspace notebooks = new NotebookWorkspace(workspace);
    String token = token();
    // Whoever may call lists the arguments of any process, but not its environment.
    Map<String, String> environment = new HashMap<>(notebooks.access());
    environment.put("JUPYTER_TOKEN", token);
    int listen = port.free();
    String python = notebooks.python(new ProgressPrinter(spec.commandLine().getErr())).python();
    Program program =
        new Program(
            "JupyterLab",
            jupyterLab(python, listen),
            notebooks.folder(),
            environment,
            listen,
            "/api",
            workspace.state().log("notebook"));
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer jupyter = PageServer.start(program)) {
      jupyter.awaitAnswer();
      out.printf("The notebooks are at %s/lab?token=%s%n", jupyter.address(), token);
      out.println("Ctrl-C ends it");
      out.flush();
      jupyter.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("JupyterLab has ended");

    return 0;
  }

  private static List<String> jupyterLab(String python, int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                python,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=" + port,
                "--ServerApp.port_retries=0",
                // Kernels on sockets in the user's own folder, which nobody else can reach.
                "--KernelManager.transport=ipc",
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--allow-root");
    }

    return command;
  }

  private static String token() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);

    return HexFormat.of().formatHex(random);
  }
}

package io.freshet.cli.console;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.ServerModule;
import java.util.HashMap;
import java.util.Map;

/** The console as a program that serves on a port of this machine. */
public final class ConsoleProgram {
  public static final ServerModule MODULE =
      new ServerModule(
          "The console", "console", "console", "io.freshet.console.ConsoleServer", "256m");

  private ConsoleProgram() {}

  public static Program of(Workspace workspace, int port) {
    Map<String, String> settings = new HashMap<>();
    // Whoever has a look beside the installation's own console keeps nothing a second time.
    settings.put("history.rows-per-minute", "0");
    if (workspace.isEmbedded()) {
      settings.put("console.flink-file", workspace.state().jobManagers().toString());
    }
    Program console = MODULE.program(workspace, port, settings);

    return new Program(
        console.name(),
        console.command(),
        console.folder(),
        console.environment(),
        console.port(),
        console.health(),
        // The embedded platform's own console has the log that bears the part's name.
        workspace.state().log("console-command"));
  }
}

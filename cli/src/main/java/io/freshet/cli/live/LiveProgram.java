package io.freshet.cli.live;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.ServerModule;
import java.util.Map;

/** The live server as a program that serves on a port of this machine. */
public final class LiveProgram {
  private static final ServerModule MODULE =
      new ServerModule(
          "The live server", "live", "serving/live", "io.freshet.serving.live.LiveServer", "512m");

  private LiveProgram() {}

  public static Program of(Workspace workspace, int port) {
    return MODULE.program(workspace, port, Map.of());
  }
}

package io.freshet.cli.live;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The live server as a program that serves on a port of this machine. */
final class LiveProgram {
  private static final String MODULE = "serving/live";
  private static final String MAIN = "io.freshet.serving.live.LiveServer";

  private LiveProgram() {}

  static Program of(Workspace workspace, int port) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            workspace.modules().classPath(MODULE),
            MAIN);
    Map<String, String> environment =
        Map.of(
            "FRESHET_PROFILE",
            workspace.installation().toString(),
            Settings.environmentName("live.port"),
            Integer.toString(port));

    return new Program(
        "The live server",
        java,
        workspace.modules().project(),
        environment,
        port,
        "/health",
        workspace.state().log("live"));
  }
}

package io.freshet.cli.capture;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The change capture as a program that tells how it is on a port of this machine. */
final class CaptureProgram {
  private static final String MODULE = "ingestion/change-capture";
  private static final String MAIN = "io.freshet.ingestion.capture.CaptureServer";

  private CaptureProgram() {}

  /**
   * @param snapshot null: what the settings say
   */
  static Program of(Workspace workspace, int port, Integer snapshot) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            workspace.modules().classPath(MODULE),
            MAIN);
    Map<String, String> environment = new HashMap<>();
    environment.put("FRESHET_PROFILE", workspace.installation().toString());
    environment.put(Settings.environmentName("capture.port"), Integer.toString(port));
    if (snapshot != null) {
      environment.put(Settings.environmentName("capture.snapshot"), snapshot.toString());
    }

    return new Program(
        "The change capture",
        java,
        workspace.modules().project(),
        environment,
        port,
        "/health",
        workspace.state().log("capture"));
  }
}

package io.freshet.cli.capture;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.ServerModule;
import java.util.Map;

/** The change capture as a program that tells how it is on a port of this machine. */
final class CaptureProgram {
  private static final ServerModule MODULE =
      new ServerModule(
          "The change capture",
          "capture",
          "ingestion/change-capture",
          "io.freshet.ingestion.capture.CaptureServer",
          "512m");

  private CaptureProgram() {}

  /**
   * @param snapshot null: what the settings say
   */
  static Program of(Workspace workspace, int port, Integer snapshot) {
    return MODULE.program(
        workspace,
        port,
        snapshot == null ? Map.of() : Map.of("capture.snapshot", snapshot.toString()));
  }
}

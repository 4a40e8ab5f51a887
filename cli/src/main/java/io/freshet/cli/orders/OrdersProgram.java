package io.freshet.cli.orders;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The order service as a program that serves on a port of this machine. */
final class OrdersProgram {
  private static final String MODULE = "serving/orders";
  private static final String MAIN = "io.freshet.serving.orders.OrdersServer";

  private OrdersProgram() {}

  static Program of(Workspace workspace, int port) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            workspace.modules().classPath(MODULE),
            MAIN);
    Map<String, String> environment =
        Map.of(
            "FRESHET_PROFILE",
            workspace.installation().toString(),
            Settings.environmentName("orders.port"),
            Integer.toString(port));

    return new Program(
        "The order service",
        java,
        workspace.modules().project(),
        environment,
        port,
        "/health",
        workspace.state().log("orders"));
  }
}

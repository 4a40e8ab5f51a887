package io.freshet.cli.gateway;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The event gateway as a program that serves on a port of this machine. */
final class GatewayProgram {
  private static final String MODULE = "ingestion/event-gateway";
  private static final String MAIN = "io.freshet.ingestion.gateway.GatewayServer";

  private GatewayProgram() {}

  static Program of(Workspace workspace, GatewayKeys keys, int port) {
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
            Settings.environmentName("gateway.accounts-path"),
            workspace.state().root().resolve("gateway-accounts").toString(),
            Settings.environmentName("gateway.port"),
            Integer.toString(port),
            Settings.environmentName("gateway.key-hashes"),
            keys.hashes(),
            Settings.environmentName("gateway.token-secret"),
            keys.tokenSecret());

    return new Program(
        "The event gateway",
        java,
        workspace.modules().project(),
        environment,
        port,
        "/health",
        workspace.state().log("gateway"));
  }
}

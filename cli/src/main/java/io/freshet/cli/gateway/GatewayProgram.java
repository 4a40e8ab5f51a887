package io.freshet.cli.gateway;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.ServerModule;
import java.util.Map;

/** The event gateway as a program that serves on a port of this machine. */
public final class GatewayProgram {
  private static final ServerModule MODULE =
      new ServerModule(
          "The event gateway",
          "gateway",
          "ingestion/event-gateway",
          "io.freshet.ingestion.gateway.GatewayServer",
          "512m");

  private GatewayProgram() {}

  public static Program of(Workspace workspace, GatewayKeys keys, int port) {
    return MODULE.program(
        workspace,
        port,
        Map.of(
            "gateway.accounts-path",
            workspace.state().root().resolve("gateway-accounts").toString(),
            "gateway.key-hashes",
            keys.hashes(),
            "gateway.token-secret",
            keys.tokenSecret()));
  }
}

package io.freshet.cli.orders;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.ServerModule;
import java.util.Map;

/** The order service as a program that serves on a port of this machine. */
public final class OrdersProgram {
  private static final ServerModule MODULE =
      new ServerModule(
          "The order service",
          "orders",
          "serving/orders",
          "io.freshet.serving.orders.OrdersServer",
          "256m");

  private OrdersProgram() {}

  public static Program of(Workspace workspace, int port) {
    return MODULE.program(workspace, port, Map.of());
  }
}

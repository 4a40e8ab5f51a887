package io.freshet.cli.orders;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.core.toolkit.PrivateFiles;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "orders",
    description = {
      "Takes orders and their steps over HTTP on this machine until Ctrl-C, and keeps them.",
      "They lie in the database of orders, whose table order_steps the change capture follows",
      "where the contract order_events says so, which the shipped one does not: examples/orders has",
      "the commands. Writes the token into a file."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet orders --port 8686"})
public final class OrdersCommand implements Callable<Integer> {
  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String token = workspace.settings().text("orders.token");
    Path file = workspace.state().root().resolve("orders-token");
    PrivateFiles.write(file, token.getBytes(StandardCharsets.UTF_8));
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer orders = PageServer.start(OrdersProgram.of(workspace, port.free()))) {
      orders.awaitAnswer();
      out.printf("The order service is at %s; Ctrl-C ends it%n", orders.address());
      out.printf("Its token is in %s; all calls are in %s/openapi.yaml%n", file, orders.address());
      out.flush();
      orders.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("The order service has ended");

    return 0;
  }
}

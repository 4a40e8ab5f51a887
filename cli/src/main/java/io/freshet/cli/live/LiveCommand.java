package io.freshet.cli.live;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "live",
    description = {
      "Pushes orders' changes to those who watch them, on this machine until Ctrl-C.",
      "By WebSocket, as an event stream and on a page; answers reads of an order's state."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet live --order san_francisco/17"})
public final class LiveCommand implements Callable<Integer> {
  @Option(
      names = "--order",
      paramLabel = "MARKET/ORDER",
      description = "Also print where this order is followed, with a token for it")
  private String order;

  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String[] named = named();
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer live = PageServer.start(LiveProgram.of(workspace, port.free()))) {
      live.awaitAnswer();
      out.printf("The live server is at %s; Ctrl-C ends it%n", live.address());
      out.printf(
          "live.token in %s is what services show; all calls are in %s/openapi.yaml%n",
          workspace.installation(), live.address());
      if (named.length > 0) {
        OrderLinks links = new OrderLinks(live.address(), workspace.settings().text("live.token"));
        String token = links.token(named[0], named[1]);
        out.printf("Follow the order:  %s%n", links.page(named[0], named[1], token));
        out.printf(
            "Watch it here:     curl -N '%s/orders/%s/live?token=%s'%n",
            live.address(), order, token);
      }
      out.flush();
      live.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("The live server has ended");

    return 0;
  }

  private String[] named() {
    if (order == null) {
      return new String[0];
    }
    if (!order.matches("[A-Za-z0-9_-]{1,64}/\\d{1,18}")) {
      throw new FreshetException(
          Fault.CALLER, "--order is %s; it must be such as san_francisco/17".formatted(order));
    }

    return order.split("/", -1);
  }
}

package io.freshet.cli.gateway;

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
    name = "gateway",
    description = {
      "Takes events over HTTP on this machine until Ctrl-C, and puts them on their streams.",
      "Gives them to those who may read. Makes a key for each producer and reader that a",
      "contract names, and writes them into a file."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet gateway --port 8484"})
public final class GatewayCommand implements Callable<Integer> {
  static final String SECRET = "gateway-keys.secret";

  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    GatewayKeys keys = GatewayKeys.of(workspace.settings().text(SECRET), workspace.contracts());
    Path file = workspace.state().root().resolve("gateway-keys");
    PrivateFiles.write(file, keys.lines().getBytes(StandardCharsets.UTF_8));
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer gateway = PageServer.start(GatewayProgram.of(workspace, keys, port.free()))) {
      gateway.awaitAnswer();
      out.printf("The event gateway is at %s; Ctrl-C ends it%n", gateway.address());
      out.printf(
          "The keys of producers and readers are in %s; all calls are in %s/openapi.yaml%n",
          file, gateway.address());
      out.flush();
      gateway.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("The event gateway has ended");

    return 0;
  }
}

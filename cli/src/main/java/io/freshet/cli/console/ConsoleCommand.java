package io.freshet.cli.console;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freshet console}. */
@Command(
    name = "console",
    description = {
      "Serves the web console of an installation, on this machine until Ctrl-C.",
      "How stale every table is, and all that is known of each. ./freshet up starts one as well."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet console",
      "          ./freshet console --profile production.yaml --port 8989"
    })
public final class ConsoleCommand implements Callable<Integer> {
  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer console = PageServer.start(ConsoleProgram.of(workspace, port.free()))) {
      console.awaitAnswer();
      out.printf("The console is at %s; Ctrl-C ends it%n", console.address());
      out.flush();
      console.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("The console has ended");

    return 0;
  }
}

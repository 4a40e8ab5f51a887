package io.freshet.cli.capture;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "capture",
    description = {
      "Follows tables of a Postgres database until Ctrl-C: each change is an event, exactly once.",
      "The tables are those that contracts name with capturedFrom. On the embedded platform the",
      "database is that of orders, unless FRESHET_CAPTURE_URL names another."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet capture --port 8585"})
public final class CaptureCommand implements Callable<Integer> {
  @Option(
      names = "--snapshot",
      paramLabel = "N",
      description = "Higher than ever before: send all rows anew, as they are now")
  private Integer snapshot;

  @Mixin private PortOption port;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (PageServer capture =
        PageServer.start(CaptureProgram.of(workspace, port.free(), snapshot))) {
      capture.awaitAnswer();
      out.printf(
          "Changes are captured; Ctrl-C ends it; %s/metrics says how far it is%n",
          capture.address());
      out.flush();
      capture.awaitEnd();
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    out.println("The change capture has ended");

    return 0;
  }
}

package io.freshet.cli.platform;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    description = {
      "Stops the embedded platform. Data stays until its folder is deleted.",
      "What runs in a terminal of its own (live, orders, console) ends there, with Ctrl-C."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet down"})
public final class DownCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    workspace.platform().down(new ProgressPrinter(err));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.println("The embedded platform is down");
    }
    json.write(StatusCommand.result(workspace.platform().status(), true), out);

    return 0;
  }
}

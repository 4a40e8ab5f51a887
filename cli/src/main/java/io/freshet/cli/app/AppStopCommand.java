package io.freshet.cli.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.ProgressPrinter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "stop",
    description = "Stops an application with a savepoint, from which the next run goes on.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet app stop surge"})
final class AppStopCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The application's name")
  private String name;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    workspace.installation();
    new LocalRun(workspace, new ProgressPrinter(spec.commandLine().getErr())).stop(name);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.println("%s is stopped; ./freshet app run goes on from there".formatted(name));
    }
    json.write(JsonNodeFactory.instance.objectNode().put("ok", true).put("name", name), out);

    return 0;
  }
}

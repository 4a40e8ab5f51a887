package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = {
      "Shows an application's job graph and what becomes of its state.",
      "Compares with the version that runs here; ends with 1 where state would be lost."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet app plan ingestion/sql-apps/applications/surge"})
final class AppPlanCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "File of an application, or its folder")
  private Path named;

  @Option(
      names = "--against",
      paramLabel = "PLAN",
      description = "plan.json of the version to compare with; default: the one that runs here")
  private Path against;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path file = Checks.file(named);
    List<String> compared =
        against == null
            ? Versions.of(workspace, Checks.name(file)).compared()
            : Versions.compared(against);
    JsonNode application = new Checks(workspace).one(file, compared);
    PrintWriter out = spec.commandLine().getOut();
    boolean isRight = application.path("ok").asBoolean();
    if (!json.replacesText()) {
      Checks.printFindings(application, out);
      if (isRight) {
        PlanText.print(application, out);
      }
    }
    json.write(application, out);

    return isRight && !application.path("state").path("verdict").asText().equals("lost") ? 0 : 1;
  }
}

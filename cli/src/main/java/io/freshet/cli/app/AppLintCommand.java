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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "lint",
    description = {
      "Checks applications and their SQL against the contracts.",
      "Says by line and column what is wrong; needs no platform."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet app lint ingestion/sql-apps/applications/surge"})
final class AppLintCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files of applications, or their folders; default: those that are shipped")
  private List<Path> files;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Checks checks = new Checks(workspace);
    List<Path> checked =
        files == null ? checks.shipped() : files.stream().map(Checks::file).toList();
    JsonNode answer = checks.of(checked, List.of());
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      for (JsonNode application : answer.path("applications")) {
        Checks.printFindings(application, out);
        if (application.path("ok").asBoolean()) {
          out.println(application.path("file").asText() + " is right");
        }
      }
    }
    json.write(answer, out);

    return answer.path("ok").asBoolean() ? 0 : 1;
  }
}

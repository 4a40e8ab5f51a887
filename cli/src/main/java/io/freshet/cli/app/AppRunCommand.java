package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.ProgressPrinter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Runs an application on the embedded platform; in a cluster deploy render has it run.",
      "A version that runs goes on as the new one, with its state."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet app run ingestion/sql-apps/applications/surge"})
final class AppRunCommand implements Callable<Integer> {
  private static final String VERSIONS = "--versions";

  @Parameters(paramLabel = "FILE", description = "File of an application, or its folder")
  private Path named;

  @Option(names = "--drop-state", description = "Begin empty where state has no place any more")
  private boolean dropState;

  @Option(
      names = "--kubernetes",
      hidden = true,
      paramLabel = "MANIFEST",
      description = "Refused: what it wrote was no part of an installation")
  private Path manifest;

  @Option(
      names = "--state",
      hidden = true,
      paramLabel = "FOLDER",
      description = "Went with --kubernetes")
  private String stateFolder;

  @Option(names = "--image", hidden = true, description = "Went with --kubernetes")
  private String image;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    refuseKubernetes();
    if (Files.exists(named.resolve("pom.xml"))) {
      return runDataStream();
    }

    return runHere(Checks.file(named));
  }

  /** Recorded as what a release takes; who still types it is told what does it now. */
  private void refuseKubernetes() {
    if (manifest != null || stateFolder != null || image != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--kubernetes, --state and --image are no more: what they wrote had no limits, no"
              + " security context and state where no installation looks for it; name the"
              + " application under applications of the company's values, and use ./freshet deploy"
              + " render --values FILE --out DIR");
    }
  }

  private int runHere(Path file) throws Exception {
    workspace.installation();
    Versions versions = Versions.of(workspace, Checks.name(file));
    List<String> options = new ArrayList<>(versions.compared());
    options.addAll(List.of(VERSIONS, versions.folder().toString()));
    JsonNode application = new Checks(workspace).one(file, options);
    if (refused(application)) {
      return 1;
    }
    boolean loses = application.path("state").path("verdict").asText().equals("lost");
    PrintWriter out = spec.commandLine().getOut();
    if (loses && !dropState) {
      if (!json.replacesText()) {
        PlanText.printState(application.path("state"), out);
        out.println(
            "Nothing was changed; --drop-state runs it, and all but positions begins empty");
      }
      json.write(result(application, false), out);

      return 1;
    }
    LocalRun run = new LocalRun(workspace, new ProgressPrinter(spec.commandLine().getErr()));
    if (loses) {
      run.startAfresh(application, file);
    } else {
      run.start(application, file);
    }
    versions.run(application.path("version").asText());

    return answer(application, runs(application));
  }

  private int runDataStream() throws Exception {
    if (dropState) {
      throw new ParameterException(spec.commandLine(), "--drop-state is for SQL applications");
    }
    workspace.installation();
    String name =
        new LocalRun(workspace, new ProgressPrinter(spec.commandLine().getErr()))
            .startDataStream(named);
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("name", name);

    return answer(result, runs(result));
  }

  /** Prints why; a finding is for whoever wrote the file. */
  private boolean refused(JsonNode application) {
    if (application.path("ok").asBoolean()) {
      return false;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      Checks.printFindings(application, out);
    }
    json.write(application, out);

    return true;
  }

  private static String runs(JsonNode application) {
    return "%1$s runs until ./freshet app stop %1$s, or ./freshet down"
        .formatted(application.path("name").asText());
  }

  private int answer(JsonNode application, String text) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.println(text);
    }
    json.write(result(application, true), out);

    return 0;
  }

  private static ObjectNode result(JsonNode application, boolean ok) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", ok);
    result.put("name", application.path("name").asText());
    if (application.has("version")) {
      result.put("version", application.path("version").asText());
      result.set("state", application.path("state"));
    }

    return result;
  }
}

package io.freshet.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The Python program that makes training sets and models: {@code notebooks/training}. */
public record TrainingProgram(Workspace workspace, JsonOption json, CommandLine command) {

  /** Its exit code is the command's; what it found goes where the user asked. */
  int run(List<String> arguments) throws IOException, InterruptedException {
    return run(
        arguments, Map.of("FRESHET_PROFILE", workspace.installation().toAbsolutePath().toString()));
  }

  /** The same of what needs no installation. */
  public int runAlone(List<String> arguments) throws IOException, InterruptedException {
    return run(arguments, Map.of());
  }

  private int run(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path folder = workspace.modules().project().resolve("notebooks");
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(
                "training",
                folder.resolve("training").resolve("requirements.txt"),
                new ProgressPrinter(command.getErr()))
            .python();
    Path told = Files.createTempFile("freshet-", ".json");
    try {
      List<String> line = new ArrayList<>(List.of(python, "-m", "training", "--json"));
      line.add(told.toString());
      line.addAll(arguments);
      int exitCode = start(line, folder, environment);
      tell(told);

      return exitCode;
    } finally {
      Files.deleteIfExists(told);
    }
  }

  private int start(List<String> line, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(json.replacesText() ? Redirect.DISCARD : Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));

    return process.waitFor();
  }

  /** One that failed has said why on standard error, and has no result. */
  private void tell(Path told) throws IOException {
    if (Files.size(told) > 0) {
      PrintWriter out = command.getOut();
      json.write(new ObjectMapper().readTree(told.toFile()), out);
    }
  }
}

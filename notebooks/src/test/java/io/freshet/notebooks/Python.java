package io.freshet.notebooks;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs Python's unittest in the notebooks' environment, or in the one for training. */
final class Python {
  private static final int PATIENCE_MINUTES = 10;

  private Python() {}

  /**
   * What a run of unittest printed.
   *
   * @param output its whole output
   */
  record Answer(int exitCode, String output) {}

  static Answer unittest(Path log, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run("notebooks", Path.of("requirements.txt"), log, environment, arguments);
  }

  static Answer training(Path log, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run("training", Path.of("training", "requirements.txt"), log, environment, arguments);
  }

  private static Answer run(
      String tool,
      Path requirements,
      Path log,
      Map<String, String> environment,
      String... arguments)
      throws IOException, InterruptedException {
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(tool, requirements, ProgressListener.SILENT)
            .python();
    List<String> command = new ArrayList<>(List.of(python, "-m", "unittest"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }

    return new Answer(process.exitValue(), Files.readString(log));
  }
}

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

/** Runs Python in the notebooks' environment, in the one for training, or in another module's. */
final class Python {
  private static final int PATIENCE_MINUTES = 10;

  private Python() {}

  /**
   * What a run printed.
   *
   * @param output its whole output
   */
  record Answer(int exitCode, String output) {}

  /**
   * An environment.
   *
   * @param tool its name among those of this machine
   */
  record Environment(String tool, Path requirements) {
    static final Environment NOTEBOOKS = new Environment("notebooks", Path.of("requirements.txt"));
    static final Environment TRAINING =
        new Environment("training", Path.of("training", "requirements.txt"));
    static final Environment DUCKDB =
        new Environment(
            "snowflake-emulator",
            Path.of("..", "warehouse", "snowflake", "src", "test", "python", "requirements.txt"));
    static final Environment POLARS =
        new Environment("polars", Path.of("src", "test", "python", "requirements.txt"));
  }

  static Answer unittest(Path log, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return unittest(Environment.NOTEBOOKS, log, environment, arguments);
  }

  static Answer training(Path log, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return unittest(Environment.TRAINING, log, environment, arguments);
  }

  private static Answer unittest(
      Environment where, Path log, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-m", "unittest"));
    line.addAll(List.of(arguments));

    return run(where, log, environment, line);
  }

  /** Python with these arguments, in the folder of the notebooks. */
  static Answer run(
      Environment where, Path log, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(where.tool(), where.requirements(), ProgressListener.SILENT)
            .python();
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(arguments);
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

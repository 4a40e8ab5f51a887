package io.freshet.serving.eta.evaluation;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Python programs of {@code notebooks/training}, as a user runs them. */
final class TrainingPython {
  private static final Path NOTEBOOKS = Path.of("..", "..", "notebooks").toAbsolutePath();

  private final Path folder;
  private final String python;

  /**
   * @param folder holds the profile, if there is one, and gets the output
   */
  TrainingPython(Path folder) {
    this.folder = folder;
    this.python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(
                "training",
                NOTEBOOKS.resolve("training").resolve("requirements.txt"),
                ProgressListener.SILENT)
            .python();
  }

  /** What it printed. */
  String run(String... moduleAndArguments) throws IOException, InterruptedException {
    Path log = folder.resolve("python.log");
    List<String> command = new ArrayList<>(List.of(python, "-m"));
    command.addAll(List.of(moduleAndArguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(NOTEBOOKS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("FRESHET_PROFILE", folder.resolve("profile.yaml").toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    int exitCode = builder.start().waitFor();
    String output = Files.readString(log);
    if (exitCode != 0) {
      throw new IOException("Python ended with %d: %s".formatted(exitCode, output));
    }

    return output;
  }
}

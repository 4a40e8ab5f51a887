package io.freshet.testing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command as a user calls it: the script in the project's root, as a process. */
final class FreshetCommand {
  private final Path project = Path.of("../..").toAbsolutePath().normalize();
  private final Path output;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param state where its platform lives
   * @param output where what it prints goes
   */
  FreshetCommand(Path state, Path output) {
    this.output = output;
    environment.put("FRESHET_STATE", state.toAbsolutePath().toString());
  }

  FreshetCommand with(String variable, String value) {
    environment.put(variable, value);

    return this;
  }

  Path project() {
    return project;
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(project.resolve("freshet").toString()));
    command.addAll(List.of(arguments));
    Files.createDirectories(output.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);

    return builder.start();
  }

  /** Runs to the end. */
  Answer run(String... arguments) throws Exception {
    return end(start(arguments), Duration.ofMinutes(5));
  }

  /** What a process that was started said until its end. */
  Answer end(Process process, Duration patience) throws Exception {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroy();
      throw new AssertionError("Not over after %s:%n%s".formatted(patience, printed()));
    }

    return new Answer(process.exitValue(), printed());
  }

  /** So far. */
  String printed() throws IOException {
    return Files.readString(output);
  }

  /** Exit code and everything printed. */
  record Answer(int exitCode, String printed) {}
}

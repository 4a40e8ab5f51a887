package io.freshet.testing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of another language, or of nobody's class path, run to its end. */
final class ExternalProgram {
  private ExternalProgram() {}

  static String run(List<String> program, List<String> arguments) throws Exception {
    return run(program, arguments, Path.of(""));
  }

  /** What it prints on standard output. */
  static String run(List<String> program, List<String> arguments, Path folder) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments);
    Path output = Files.createTempFile(Path.of("target"), "program-", ".out").toAbsolutePath();
    Path errors = Files.createTempFile(Path.of("target"), "program-", ".err").toAbsolutePath();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(
            "%s failed: %s".formatted(String.join(" ", command), Files.readString(errors)));
      }
    } finally {
      process.destroyForcibly();
    }

    return Files.readString(output);
  }
}

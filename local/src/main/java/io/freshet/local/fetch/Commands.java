package io.freshet.local.fetch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a short-lived command to its end. */
public final class Commands {
  private static final int KEPT_LINES = 8;

  private Commands() {}

  /**
   * Runs it and hands over each line that it prints.
   *
   * @throws IOException with its last lines when it is not there or fails
   */
  public static void run(List<String> command, Path folder, Consumer<String> lines)
      throws IOException, InterruptedException {
    run(command, folder, Map.of(), lines);
  }

  /** The same, with variables beside those of our own environment. */
  public static void run(
      List<String> command, Path folder, Map<String, String> variables, Consumer<String> lines)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    Deque<String> last = new ArrayDeque<>();
    int exitCode;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.accept(line);
        last.add(line);
        if (last.size() > KEPT_LINES) {
          last.remove();
        }
      }
      exitCode = process.waitFor(); // it may go on after it has closed its output
    } finally {
      process.destroy();
    }
    if (exitCode != 0) {
      throw new IOException(
          "%s ended with %d\n  | %s"
              .formatted(command.get(0), exitCode, String.join("\n  | ", last)));
    }
  }
}

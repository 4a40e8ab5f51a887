package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command at a terminal, with somebody who types. */
final class TypedCommand implements AutoCloseable {
  static final String CONTROL_C = "\u0003";
  static final String UP = "\u001bOA";
  static final String ENTER = "\r";
  static final String TAB = "\t";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(2);
  private static final Path TERMINAL = Path.of("src/test/python/terminal.py");

  private final Process process;
  private final Path screen;
  private final OutputStream keys;
  private int read;

  private TypedCommand(Process process, Path screen) {
    this.process = process;
    this.screen = screen;
    this.keys = process.getOutputStream();
  }

  /**
   * Starts it.
   *
   * @param screen the file that gets what a terminal would show
   */
  static TypedCommand start(Path project, Path state, Path screen, String... arguments)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "python3",
                TERMINAL.toAbsolutePath().toString(),
                project.resolve("freshet").toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    builder.environment().put("FRESHET_STATE", state.toString());
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("CI"); // no build server types

    return new TypedCommand(builder.start(), screen);
  }

  /** Presses these keys. */
  void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Waits until the terminal shows this after whatever was waited for before. */
  void sees(String text) {
    await(text)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shown().substring(read)).contains(text));
    read = shown().indexOf(text, read) + text.length();
  }

  /** Presses these keys again and again, until the terminal shows this. */
  void typeUntil(String keys, String text) {
    await(text)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_KEYS)
        .until(
            () -> {
              if (shown().substring(read).contains(text)) {
                return true;
              }
              type(keys);

              return false;
            });
    read = shown().indexOf(text, read) + text.length();
  }

  /** Its exit code, once it has ended of itself. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(shown()).isTrue();

    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String shown() {
    try {
      return Files.readString(screen, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

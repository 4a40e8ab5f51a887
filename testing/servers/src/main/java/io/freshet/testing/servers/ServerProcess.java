package io.freshet.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;

/**
 * A server as it really runs: a process of its own, with the class path of the module that is
 * tested. It must log {@code ready url=…} when it is.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile(" ready url=(\\S+)");

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and does not wait.
   *
   * @param folder for its log and its profile
   * @param heap of its Java, such as {@code 128m}
   */
  public static ServerProcess start(
      Class<?> main, String heap, Path folder, Map<String, String> profile) {
    try {
      String classPath = "target/classes:" + Files.readString(Path.of("target", "classpath"));

      return start(main.getName(), classPath, heap, folder, profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one of another module and does not wait.
   *
   * @param main the class's name
   */
  public static ServerProcess start(
      String main, String classPath, String heap, Path folder, Map<String, String> profile) {
    try {
      Path profileFile = Files.createTempFile(folder, "profile", ".yaml");
      Files.write(
          profileFile,
          profile.entrySet().stream().map(e -> e.getKey() + ": \"" + e.getValue() + '"').toList());
      Path log = Files.createTempFile(folder, main.substring(main.lastIndexOf('.') + 1), ".log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + heap,
                  "-cp",
                  classPath,
                  main,
                  "--profile",
                  profileFile.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();

      return new ServerProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it is ready. */
  public String url() {
    await()
        .atMost(LIMIT)
        .conditionEvaluationListener(
            new ConditionEvaluationListener<>() {
              @Override
              public void conditionEvaluated(EvaluatedCondition<Object> condition) {}

              @Override
              public void onTimeout(TimeoutEvent timeout) {
                System.err.println("It is not ready:\n" + log());
              }
            })
        .until(() -> READY.matcher(log()).find() || !process.isAlive());
    Matcher matcher = READY.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("It did not start:\n" + log());
    }

    return matcher.group(1);
  }

  /** Asks it to end by SIGTERM. */
  public int terminate() {
    process.destroy();

    return exitCode();
  }

  /** Ends it by SIGKILL. */
  public int kill() {
    process.destroyForcibly();

    return exitCode();
  }

  /** SIGSTOP: alive, and no more to be heard of until it is resumed. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int exitCode =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException("It has gone:\n" + log());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int exitCode() {
    await().atMost(LIMIT).until(() -> !process.isAlive());

    return process.exitValue();
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> lines() {
    return log().lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

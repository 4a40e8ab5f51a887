package io.freshet.dashboard;

import static org.awaitility.Awaitility.await;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running dashboard, started as people start it: {@code ./freshet dashboard}. */
final class RunningDashboard implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final Process process;
  private final Path output;

  private RunningDashboard(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Its Python, with what {@code requirements.txt} pins. */
  static String python() {
    return new PythonEnvironments(Cache.of(System.getenv()))
        .of("dashboard", Path.of("requirements.txt"), ProgressListener.SILENT)
        .python();
  }

  static RunningDashboard start(Path output, Map<String, String> settings) {
    try {
      Files.createDirectories(output.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(
                  List.of(Path.of("../freshet").toAbsolutePath().toString(), "dashboard"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(settings);

      return new RunningDashboard(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it has printed it, as soon as it has. */
  String address() {
    Matcher[] found = new Matcher[1];
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("The dashboard has ended: " + printed());
              }
              found[0] = ADDRESS.matcher(printed());

              return found[0].find();
            });

    return found[0].group();
  }

  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ctrl-C; gives the exit code. */
  int interrupt() throws Exception {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The dashboard does not end: " + printed());
    }

    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

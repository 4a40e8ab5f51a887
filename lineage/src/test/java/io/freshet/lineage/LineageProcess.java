package io.freshet.lineage;

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

/** The collector as it really runs: a process of its own, with the class path of the build. */
final class LineageProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("Lineage ready url=(\\S+)");

  private final Process process;
  private final Path log;

  private LineageProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static LineageProcess start(Path folder, Map<String, String> profile) {
    try {
      Path profileFile = Files.createTempFile(folder, "profile", ".yaml");
      Files.write(
          profileFile,
          profile.entrySet().stream().map(e -> e.getKey() + ": \"" + e.getValue() + '"').toList());
      Path log = Files.createTempFile(folder, "lineage", ".log");
      String classPath = "target/classes:" + Files.readString(Path.of("target", "classpath"));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  classPath,
                  LineageServer.class.getName(),
                  "--profile",
                  profileFile.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();

      return new LineageProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it is ready. */
  String url() {
    await().atMost(LIMIT).until(() -> READY.matcher(log()).find() || !process.isAlive());
    Matcher matcher = READY.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("The collector did not start:\n" + log());
    }

    return matcher.group(1);
  }

  /** Asks it to end by SIGTERM. */
  int terminate() {
    process.destroy();

    return exitCode();
  }

  int exitCode() {
    await().atMost(LIMIT).until(() -> !process.isAlive());

    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines() {
    return log().lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

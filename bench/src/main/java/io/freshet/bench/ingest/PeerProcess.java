package io.freshet.bench.ingest;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Stage;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Starts the process of a peer's module, with as much heap as the TaskManager of our writer has.
 *
 * @param module its folder
 */
record PeerProcess(Stage stage, String name, String module, String mainClass) {
  private static final String HEAP = "-Xmx1192m";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** An empty folder for one start's files. */
  Path newFolder() throws IOException {
    Files.createDirectories(stage.scratch());

    return Files.createTempDirectory(stage.scratch(), name);
  }

  /**
   * @param options of the JVM, over the usual ones
   * @param settings over those of the profile
   */
  ChildProcess start(List<String> options, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(HEAP, "-XX:+UseG1GC"));
    command.addAll(List.of("-cp", stage.modules().classPath(module), mainClass));
    command.addAll(List.of("--profile", stage.profile().toString()));
    settings.forEach((key, value) -> command.add("--%s=%s".formatted(key, value)));

    return ChildProcess.start(name, command, Map.of(), stage.platform().folder().log(name));
  }

  /** Waits until it can read. */
  void await(ChildProcess process, BooleanSupplier ready) {
    long beginNanos = System.nanoTime();
    while (!ready.getAsBoolean()) {
      process.requireAlive();
      if (System.nanoTime() - beginNanos > PATIENCE.toNanos()) {
        throw new FreshetException(
            Fault.DEPENDENCY, "%s is not ready after %d s".formatted(name, PATIENCE.toSeconds()));
      }
      if (Thread.currentThread().isInterrupted()) { // parking would no longer wait
        throw new FreshetException(Fault.CALLER, "Interrupted while %s started".formatted(name));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}

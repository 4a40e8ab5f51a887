package io.freshet.bench.ingest;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.ProcessMeter;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The process of a peer's module, with as much heap as the TaskManager of our writer has. */
final class PeerProcess {
  private static final String HEAP = "-Xmx1192m";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Stage stage;
  private final String name;
  private final String module;
  private final String mainClass;
  private Optional<ChildProcess> running = Optional.empty();

  /**
   * @param module its folder
   */
  PeerProcess(Stage stage, String name, String module, String mainClass) {
    this.stage = stage;
    this.name = name;
    this.module = module;
    this.mainClass = mainClass;
  }

  /** An empty folder for one start's files. */
  Path newFolder() throws IOException {
    Files.createDirectories(stage.scratch());

    return Files.createTempDirectory(stage.scratch(), name);
  }

  /**
   * Starts it and waits until it can read.
   *
   * @param options of the JVM, over the usual ones
   * @param settings over those of the profile
   */
  ProcessMeter start(List<String> options, Map<String, String> settings, BooleanSupplier ready) {
    long begin = System.nanoTime();
    ChildProcess started =
        ChildProcess.start(
            name, command(options, settings), Map.of(), stage.platform().folder().log(name));
    running = Optional.of(started);
    await(started, ready);

    return new ProcessMeter(List.of(started.pid()), begin);
  }

  private List<String> command(List<String> options, Map<String, String> settings) {
    List<String> ofJvm = new ArrayList<>(options);
    ofJvm.addAll(List.of(HEAP, "-XX:+UseParallelGC"));
    List<String> command =
        stage.modules().java(module, ofJvm, mainClass, "--profile", stage.profile().toString());
    settings.forEach((key, value) -> command.add("--%s=%s".formatted(key, value)));

    return command;
  }

  private void await(ChildProcess process, BooleanSupplier ready) {
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

  void requireAlive() {
    running.ifPresent(ChildProcess::requireAlive);
  }

  void stop() {
    running.ifPresent(ChildProcess::close);
    running = Optional.empty();
  }
}

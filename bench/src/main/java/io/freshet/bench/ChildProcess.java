package io.freshet.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that a bench needs and ends: at the latest when the bench itself ends. */
public final class ChildProcess implements AutoCloseable {
  private static final int GRACE_SECONDS = 10;
  private static final int LINES_SHOWN = 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread hook;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * @param name what messages call it
   * @param environment added to ours
   * @param log where everything that it prints goes
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);

      return new ChildProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot start %s".formatted(name), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Refuses to go on with a process that has ended, with the last that it said. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw failure(process.exitValue());
    }
  }

  /**
   * Waits until it has printed something that fits; returns what the pattern's group holds.
   *
   * @throws FreshetException when it ends before, or takes longer
   */
  public String awaitWord(Pattern pattern, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      requireAlive();
      Matcher said = pattern.matcher(String.join("\n", lines()));
      if (said.find()) {
        return said.group(1);
      }
      Pauses.pause(LOOK_EVERY);
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "%s is not ready within %d s; its log is %s".formatted(name, patience.toSeconds(), log));
  }

  /** Waits for its end, which must be a good one. */
  public void await() {
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw failure(exit);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The same of one that has been told to end. */
  public void awaitWithin(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new FreshetException(
            Fault.OURS,
            "%s has not ended within %d s; its log is %s"
                .formatted(name, patience.toSeconds(), log));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    await();
  }

  private FreshetException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();

    return new FreshetException(Fault.CALLER, "Interrupted while %s ran".formatted(name), e);
  }

  private FreshetException failure(int exit) {
    return new FreshetException(
        Fault.OURS,
        "%s ended with exit code %d:%n%s".formatted(name, exit, String.join("\n", lastLines())));
  }

  private List<String> lastLines() {
    List<String> lines = lines();

    return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
  }

  private List<String> lines() {
    try {
      // Others print in whatever encoding they like.
      return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      return; // the hook does the same
    }
  }
}

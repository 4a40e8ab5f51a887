package io.freshet.bench;

import io.freshet.bench.floor.PeakMemory;
import io.freshet.core.toolkit.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process that does its work and ends, looked at until then. */
public final class WatchedProcess {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final double NANOS = 1e9;

  private WatchedProcess() {}

  /**
   * What it took, its start included, as far as the last look before its end saw it.
   *
   * @param peakMegabytes resident
   */
  public record Taken(Effort effort, long peakMegabytes) {}

  /**
   * @param name what messages call it
   * @param environment added to ours
   */
  public static Taken run(
      String name, List<String> command, Map<String, String> environment, Path log) {
    return run(name, command, environment, log, () -> {});
  }

  /**
   * The same.
   *
   * @param each done at each look
   */
  public static Taken run(
      String name, List<String> command, Map<String, String> environment, Path log, Runnable each) {
    long begin = System.nanoTime();
    try (ChildProcess process = ChildProcess.start(name, command, environment, log)) {
      double cpuSeconds = 0;
      long megabytes = 0;
      while (process.isAlive()) {
        cpuSeconds = Math.max(cpuSeconds, cpuSeconds(process.pid()));
        megabytes = Math.max(megabytes, PeakMemory.megabytes(process.pid()));
        each.run();
        Pauses.pause(LOOK_EVERY);
      }
      process.await();

      return new Taken(new Effort((System.nanoTime() - begin) / NANOS, cpuSeconds), megabytes);
    }
  }

  /** 0 once it has ended. */
  private static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(cpu -> cpu.toNanos() / NANOS)
        .orElse(0.0);
  }
}

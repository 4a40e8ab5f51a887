package io.freshet.bench;

import io.freshet.bench.floor.PeakMemory;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Processor time and memory of processes that others run, as the kernel counts them. */
public final class ProcessMeter {
  private static final double NANOS = 1e9;

  private final List<Long> pids;
  private final long beginNanos;

  /**
   * @param beginNanos {@link System#nanoTime} just before the processes were started
   */
  public ProcessMeter(List<Long> pids, long beginNanos) {
    this.pids = List.copyOf(pids);
    this.beginNanos = beginNanos;
  }

  /** The process that has used the most processor time: where the records go through. */
  public long busiest() {
    return pids.stream().max(Comparator.comparing(ProcessMeter::cpu)).orElseThrow();
  }

  /** Since the processes were started. */
  public Effort read() {
    Duration cpu = pids.stream().map(ProcessMeter::cpu).reduce(Duration.ZERO, Duration::plus);

    return new Effort(
        hundredths((System.nanoTime() - beginNanos) / NANOS), hundredths(cpu.toNanos() / NANOS));
  }

  /** Between two readings. */
  public static Effort between(Effort earlier, Effort later) {
    return new Effort(
        hundredths(later.seconds() - earlier.seconds()),
        hundredths(later.cpuSeconds() - earlier.cpuSeconds()));
  }

  /** The sum of each process's highest resident memory; 0 where the system does not tell. */
  public long peakMegabytes() {
    return pids.stream().mapToLong(PeakMemory::megabytes).sum();
  }

  private static Duration cpu(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.DEPENDENCY,
                    "Process %d has ended while it was measured; see the logs in the bench's folder"
                        .formatted(pid)));
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

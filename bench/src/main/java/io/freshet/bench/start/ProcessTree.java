package io.freshet.bench.start;

import io.freshet.core.toolkit.Effort;
import io.freshet.local.process.RunningProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process with all that comes from it, also where those outlive whoever has started them, as far
 * as looks see them: what comes and goes between two is missed. Not thread-safe.
 */
final class ProcessTree {
  private static final double NANOS = 1e9;
  private static final int MEGABYTE_BITS = 20;

  /** Processor time of each that was ever seen; a handle knows when its process was born. */
  private final Map<ProcessHandle, Duration> seen = new HashMap<>();

  private final long beginNanos = System.nanoTime();
  private long peakBytes;

  ProcessTree(ProcessHandle root) {
    seen.put(root, Duration.ZERO);
  }

  /** Finds who has come, and reads what each has used so far. */
  void look() {
    adopt();
    long bytes = 0;
    for (Map.Entry<ProcessHandle, Duration> each : seen.entrySet()) {
      ProcessHandle process = each.getKey();
      if (process.isAlive()) {
        Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
        each.setValue(used.compareTo(each.getValue()) > 0 ? used : each.getValue());
        bytes += new RunningProcess(process.pid(), Instant.EPOCH).memoryBytes();
      }
    }
    peakBytes = Math.max(peakBytes, bytes);
  }

  /** Children of those that are known, their children, and so on. */
  private void adopt() {
    List<ProcessHandle> strangers =
        new ArrayList<>(
            ProcessHandle.allProcesses().filter(each -> !seen.containsKey(each)).toList());
    List<ProcessHandle> ours;
    do {
      ours =
          strangers.stream()
              .filter(each -> each.parent().filter(seen::containsKey).isPresent())
              .toList();
      ours.forEach(each -> seen.put(each, Duration.ZERO));
      strangers.removeAll(ours);
    } while (!ours.isEmpty());
  }

  /** Since this tree was made. */
  Effort effort() {
    Duration used = seen.values().stream().reduce(Duration.ZERO, Duration::plus);

    return new Effort(
        hundredths((System.nanoTime() - beginNanos) / NANOS), hundredths(used.toNanos() / NANOS));
  }

  /** Resident memory of all of them together, at the look that found the most. */
  long peakMegabytes() {
    return peakBytes >> MEGABYTE_BITS;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

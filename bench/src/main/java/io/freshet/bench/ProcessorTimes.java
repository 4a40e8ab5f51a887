package io.freshet.bench;

import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Processor time of each process of a platform, by its name, as the kernel counts it.
 *
 * @param seconds since each was started
 */
public record ProcessorTimes(Map<String, Double> seconds) {
  private static final double NANOS = 1e9;

  public ProcessorTimes {
    seconds = new TreeMap<>(seconds);
  }

  /**
   * Now.
   *
   * @param more processes beside the platform's own, by whatever the figures shall call them
   */
  public static ProcessorTimes of(Platform platform, Map<String, Long> more) {
    Map<String, Double> seconds = new TreeMap<>();
    BiConsumer<String, Long> reading =
        (name, pid) ->
            ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .ifPresent(cpu -> seconds.put(name, cpu.toNanos() / NANOS));
    for (PartStatus part : platform.status()) {
      part.pid().ifPresent(pid -> reading.accept(part.name(), pid));
    }
    more.forEach(reading);

    return new ProcessorTimes(seconds);
  }

  /** What was spent since then. */
  public Map<String, Double> since(ProcessorTimes before) {
    Map<String, Double> spent = new TreeMap<>();
    seconds.forEach(
        (process, cpu) -> spent.put(process, cpu - before.seconds().getOrDefault(process, 0.0)));

    return spent;
  }
}

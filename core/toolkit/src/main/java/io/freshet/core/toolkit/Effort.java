package io.freshet.core.toolkit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall time and this process's processor time, to a hundredth of a second. */
public record Effort(double seconds, double cpuSeconds) {
  private static final double NANOS = 1e9;

  /** A measurement that runs from its making. */
  public static final class Meter {
    private final long wall = System.nanoTime();
    private final long cpu = cpuNanos();

    private Meter() {}

    public Effort read() {
      return new Effort(
          round((System.nanoTime() - wall) / NANOS), round((cpuNanos() - cpu) / NANOS));
    }
  }

  public static Meter start() {
    return new Meter();
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

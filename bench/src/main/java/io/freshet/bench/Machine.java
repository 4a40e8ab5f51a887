package io.freshet.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a bench ran.
 *
 * @param load processes that wanted a processor over the last minute, before the bench began: above
 *     zero, others were at work and wall times say little
 */
public record Machine(
    int processors, String model, long memoryMegabytes, String java, double load) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    return new Machine(
        system.getAvailableProcessors(),
        processorModel(),
        system.getTotalMemorySize() >> 20,
        System.getProperty("java.version"),
        Math.round(system.getSystemLoadAverage() * 100) / 100.0);
  }

  private static String processorModel() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("processors", processors)
        .put("model", model)
        .put("memory_mb", memoryMegabytes)
        .put("java", java)
        .put("load_before", load);
  }
}

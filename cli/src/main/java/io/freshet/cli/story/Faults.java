package io.freshet.cli.story;

import io.freshet.local.Part;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Kills a process every so often, as long as it is asked whether one is due. Which one a seed
 * decides. Kafka is left alone: whoever sends waits ten seconds for it, and then says so.
 */
final class Faults {
  private static final List<String> VICTIMS =
      List.of(
          "writer-taskmanager",
          "writer-jobmanager",
          "eta-taskmanager",
          "eta-jobmanager",
          Part.S3.label(),
          Part.CATALOG.label());

  private final Duration every;
  private final Random random;
  private final Platform platform;
  private final PrintWriter out;
  private final Map<String, Integer> killed = new TreeMap<>();
  private long nextNanos;

  /**
   * @param every from one to the next; nothing for none at all
   */
  Faults(Duration every, long seed, Platform platform, PrintWriter out) {
    this.every = every;
    this.random = new Random(seed);
    this.platform = platform;
    this.out = out;
    this.nextNanos = System.nanoTime() + every.toNanos();
  }

  /** Kills when it is time. A process that is not back yet is spared: it is dead already. */
  void due() {
    if (every.isZero() || System.nanoTime() < nextNanos) {
      return;
    }
    String victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
    if (isRunning(victim)) {
      platform.kill(victim);
      killed.merge(victim, 1, Integer::sum);
      out.println("  SIGKILL " + victim);
      out.flush();
      nextNanos = System.nanoTime() + every.toNanos();
    }
  }

  private boolean isRunning(String process) {
    return platform.status().stream()
        .anyMatch(part -> part.name().equals(process) && part.state() == PartStatus.State.RUNNING);
  }

  int total() {
    return killed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Such as {@code 7 faults: catalog 3, s3 4}. */
  @Override
  public String toString() {
    return "%d faults%s"
        .formatted(
            total(),
            killed.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", ", killed.isEmpty() ? "" : ": ", "")));
  }
}

package io.freshet.cli.story;

import io.freshet.local.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills a process every so often, as long as it is asked whether one is due. Which ones, and in
 * which order, a seed decides. Kafka is left alone: the replay gives up after ten seconds without
 * it.
 */
final class Faults {
  private static final List<String> VICTIMS =
      Stream.concat(Victims.FLINK.stream(), Stream.of(Part.S3, Part.CATALOG).map(Part::label))
          .toList();

  private final Duration every;
  private final Random random;
  private final Predicate<String> kill;
  private final LongSupplier nanoTime;
  private final Map<String, Integer> killed = new TreeMap<>();
  private String next;
  private long nextNanos;

  /**
   * @param every from one to the next at least; nothing for none at all
   * @param kill answers whether the process was there to be killed
   */
  Faults(Duration every, long seed, Predicate<String> kill, LongSupplier nanoTime) {
    this.every = every;
    this.random = new Random(seed);
    this.kill = kill;
    this.nanoTime = nanoTime;
    this.next = draw();
    this.nextNanos = nanoTime.getAsLong() + every.toNanos();
  }

  private String draw() {
    return VICTIMS.get(random.nextInt(VICTIMS.size()));
  }

  /** Kills when it is time, once the one whose turn it is can be killed. */
  void due() {
    if (every.isZero() || nanoTime.getAsLong() < nextNanos || !kill.test(next)) {
      return;
    }
    killed.merge(next, 1, Integer::sum);
    next = draw();
    nextNanos = nanoTime.getAsLong() + every.toNanos();
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

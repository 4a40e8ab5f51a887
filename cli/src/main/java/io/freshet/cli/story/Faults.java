package io.freshet.cli.story;

import io.freshet.local.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills a process every so often, as long as it is asked whether one is due. In which order they
 * come, a seed decides, and none comes again before all have come: the first five faults hit both
 * halves of the writer, the ETA application, the store and the catalog. Kafka is left alone: the
 * replay gives up after ten seconds without it.
 */
final class Faults {
  /** What is hit in each round, by one of its processes. */
  private static final List<List<String>> TARGETS =
      List.of(
          List.of(Victims.WRITER_TASKMANAGER),
          List.of(Victims.WRITER_JOBMANAGER),
          List.of(Victims.ETA_TASKMANAGER, Victims.ETA_JOBMANAGER),
          List.of(Part.S3.label()),
          List.of(Part.CATALOG.label()));

  private final Duration every;
  private final Random random;
  private final Predicate<String> kill;
  private final LongSupplier nanoTime;
  private final Map<String, Integer> killed = new TreeMap<>();
  private final List<List<String>> round = new ArrayList<>();
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
    if (round.isEmpty()) {
      round.addAll(TARGETS);
      Collections.shuffle(round, random);
    }
    List<String> processes = round.remove(round.size() - 1);

    return processes.get(random.nextInt(processes.size()));
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

  /** Such as {@code 2 faults: catalog 1, s3 1; spared: writer-taskmanager, writer-jobmanager}. */
  @Override
  public String toString() {
    return "%d faults%s%s"
        .formatted(
            total(),
            list(
                ": ",
                killed.entrySet().stream().map(each -> each.getKey() + " " + each.getValue())),
            list(
                "; spared: ",
                TARGETS.stream()
                    .filter(processes -> processes.stream().noneMatch(killed::containsKey))
                    .map(processes -> String.join(" or ", processes))));
  }

  private static String list(String beginning, Stream<String> parts) {
    String list = parts.collect(Collectors.joining(", "));

    return list.isEmpty() ? "" : beginning + list;
  }
}

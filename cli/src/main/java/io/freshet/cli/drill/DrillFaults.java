package io.freshet.cli.drill;

import io.freshet.cli.drill.DrillFault.Way;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.toolkit.InvalidSettingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Which faults there are, and which of them come. */
final class DrillFaults {
  private static final List<DrillFault> ALL = all();

  private DrillFaults() {}

  private static List<DrillFault> all() {
    List<DrillFault> all = new ArrayList<>();
    for (Way way : List.of(Way.KILLED, Way.ASLEEP)) {
      all.add(new DrillFault("kafka", way, Sign.alert(Hop.KAFKA), "kafka"));
      all.add(new DrillFault("s3", way, Sign.alert(Hop.COMMIT), "commit"));
      all.add(new DrillFault("catalog", way, Sign.alert(Hop.COMMIT), "commit"));
      all.add(new DrillFault("writer-jobmanager", way, Sign.alert(Hop.FLINK), "flink"));
      all.add(new DrillFault("writer-taskmanager", way, Sign.alert(Hop.FLINK), "flink"));
      all.add(
          new DrillFault(
              "redis", way, Sign.unread("/map", "the market", "markets", "the market"), "serving"));
    }
    // What sleeps of Postgres is its first process alone; those of its connections go on.
    all.add(new DrillFault("postgres", Way.KILLED, Sign.alert(Hop.COMMIT), "commit"));
    all.add(new DrillFault("writer", Way.STOPPED, Sign.alert(Hop.FLINK), "flink"));
    all.add(new DrillFault("eta-jobmanager", Way.KILLED, Sign.standing("eta"), "flink"));
    all.add(
        new DrillFault(
            "trino", Way.KILLED, Sign.unread("/tables/raw.markets", "rows"), "warehouse"));

    return List.copyOf(all);
  }

  static List<DrillFault> everyOne() {
    return ALL;
  }

  /**
   * @param names empty: all
   */
  static List<DrillFault> chosen(List<String> names) {
    for (String name : names) {
      if (ALL.stream().noneMatch(fault -> fault.name().equals(name))) {
        throw new InvalidSettingException(
            "--faults",
            name,
            "some of " + ALL.stream().map(DrillFault::name).collect(Collectors.joining(", ")));
      }
    }

    return ALL.stream().filter(fault -> names.isEmpty() || names.contains(fault.name())).toList();
  }

  /** Which come in which order, the same for the same arguments; each once before any again. */
  static List<DrillFault> drawn(List<DrillFault> faults, int times, long seed) {
    Random random = new Random(seed);
    List<DrillFault> drawn = new ArrayList<>();
    while (drawn.size() < times) {
      List<DrillFault> round = new ArrayList<>(faults);
      Collections.shuffle(round, random);
      drawn.addAll(round.subList(0, Math.min(round.size(), times - drawn.size())));
    }

    return List.copyOf(drawn);
  }
}

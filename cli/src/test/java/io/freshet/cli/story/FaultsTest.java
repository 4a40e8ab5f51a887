package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private static final String[] PARTS = {
    "writer-taskmanager", "writer-jobmanager", "eta", "s3", "catalog"
  };

  private final List<String> killed = new ArrayList<>();
  private long nanos;
  private boolean canKill = true;

  private Faults faults(Duration every, long seed) {
    return new Faults(every, seed, this::kill, () -> nanos);
  }

  private boolean kill(String process) {
    if (canKill) {
      killed.add(process);
    }

    return canKill;
  }

  private void look(Faults faults, int seconds) {
    for (int second = 0; second < seconds; second++) {
      nanos += Duration.ofSeconds(1).toNanos();
      faults.due();
    }
  }

  @Test
  void killsOneWhenTheTimeIsOverAndNotBefore() {
    Faults faults = faults(EVERY, 1);

    look(faults, 19);
    assertThat(killed).isEmpty();
    look(faults, 22);
    assertThat(killed).hasSize(2);
    assertThat(faults.total()).isEqualTo(2);
  }

  @Test
  void namesWhatItHasHitAndWhatItHasSpared() {
    Faults faults = faults(EVERY, 1);
    look(faults, 41);

    String[] told = faults.toString().split("; spared: ", 2);
    assertThat(told[0])
        .isEqualTo(
            killed.stream()
                .sorted()
                .map(process -> process + " 1")
                .collect(Collectors.joining(", ", "2 faults: ", "")));
    assertThat(told[1].split(", ")).hasSize(3).doesNotContainAnyElementsOf(killed);
  }

  @Test
  void hitsEachPartOnceBeforeItHitsAnyAgain() {
    Set<List<String>> orders = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      killed.clear();
      Faults faults = faults(EVERY, seed);
      look(faults, 200);

      assertThat(parts(killed.subList(0, 5))).containsExactlyInAnyOrder(PARTS);
      assertThat(parts(killed.subList(5, 10))).containsExactlyInAnyOrder(PARTS);
      assertThat(faults.toString()).startsWith("10 faults: ").doesNotContain("spared");
      orders.add(parts(killed));
    }
    assertThat(orders).hasSizeGreaterThan(25);
  }

  /** The ETA application is hit at either of its halves. */
  private static List<String> parts(List<String> processes) {
    return processes.stream().map(process -> process.startsWith("eta-") ? "eta" : process).toList();
  }

  @Test
  void waitsForTheOneWhoseTurnItIs() {
    Faults same = faults(EVERY, 7);
    look(same, 60);
    List<String> undisturbed = List.copyOf(killed);
    killed.clear();
    Faults faults = faults(EVERY, 7);
    canKill = false;
    look(faults, 45);
    canKill = true;
    look(faults, 41);

    assertThat(killed).isEqualTo(undisturbed);
  }

  @Test
  void killsNothingUnlessAsked() {
    look(faults(Duration.ZERO, 1), 100);

    assertThat(killed).isEmpty();
  }
}

package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Duration EVERY = Duration.ofSeconds(20);

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
    assertThat(faults).hasToString("2 faults: " + told());
  }

  private String told() {
    return killed.get(0).equals(killed.get(1))
        ? killed.get(0) + " 2"
        : String.join(", ", killed.stream().sorted().map(process -> process + " 1").toList());
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

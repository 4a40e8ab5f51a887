package io.freshet.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import org.junit.jupiter.api.Test;

/** What the command does without a platform. */
class ChaosCommandTest {
  private static CommandRun chaos(String... arguments) {
    return CommandRun.of("chaos").with(arguments).run();
  }

  @Test
  void printsTheSameScheduleForTheSameSeed() {
    CommandRun first = chaos("--dry-run", "--seed", "7", "--duration", "5m");
    CommandRun second = chaos("--dry-run", "--seed", "7", "--duration", "5m");

    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).isEqualTo(second.out()).contains("Seed 7");
  }

  @Test
  void drawsASeedWhereNoneIsGivenAndTellsIt() {
    assertThat(chaos("--dry-run").out()).containsPattern("Seed \\d+");
  }

  @Test
  void listsWhatMustHoldAlsoOfKindsThatMustBeNamed() {
    CommandRun list = chaos("--list");

    assertThat(list.exitCode()).isZero();
    assertThat(list.out())
        .contains("kafka-killed", "must hold: each record that was acknowledged is there")
        .contains("trino-killed", "only where it is named");
  }

  @Test
  void givesItsKindsToMachines() {
    assertThat(chaos("--list", "--kinds", "disk-full", "--json", "-").out())
        .contains("\"ok\" : true", "\"name\" : \"disk-full\"", "\"longest_seconds\" : 20.0");
  }

  @Test
  void refusesAKindThatThereIsNot() {
    CommandRun wrong = chaos("--kinds", "kafka-kiled");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("did you mean kafka-killed?");
  }

  @Test
  void refusesARateOfNothing() {
    CommandRun wrong = chaos("--rate", "0");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--rate is 0.0; it must be above 0");
  }
}

package io.freshet.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import org.junit.jupiter.api.Test;

/** What the command does without a platform. */
class DrillCommandTest {
  private static CommandRun drill(String... arguments) {
    return CommandRun.of("drill").with(arguments).run();
  }

  @Test
  void listsItsFaultsAndWhereTheConsoleShowsThem() {
    CommandRun list = drill("--list");

    assertThat(list.exitCode()).isZero();
    assertThat(list.out())
        .contains("kafka-asleep", "an alert that names the hop kafka", "/map", "/pipeline");
  }

  @Test
  void givesItsFaultsToMachines() {
    assertThat(drill("--list", "--faults", "writer-stopped", "--json", "-").out())
        .contains(
            "\"ok\" : true",
            "\"name\" : \"writer-stopped\"",
            "\"runbook\" : \"flink\"",
            "\"mended_by\" : \"./freshet up\"");
  }

  @Test
  void refusesAFaultThatThereIsNot() {
    CommandRun wrong = drill("--faults", "kafka-kiled");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--faults is kafka-kiled; it must be some of kafka-killed, ");
  }

  @Test
  void refusesToBeHeldLessThanOnce() {
    CommandRun wrong = drill("--times", "0");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--times is 0; it must be at least 1");
  }
}

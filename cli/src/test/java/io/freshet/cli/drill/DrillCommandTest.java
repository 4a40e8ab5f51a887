package io.freshet.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command does without a platform. */
class DrillCommandTest {
  private static final DrillReport REPORT =
      new DrillReport(7, "./freshet drill --seed 7", 2, List.of());

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
  void keepsWhatCameBeforeADrillThatBrokeOff(@TempDir Path folder) throws IOException {
    StringWriter out = new StringWriter();
    Exception why = new IllegalStateException("It broke off");

    DrillCommand.keep(REPORT, folder.resolve("receipts"), new PrintWriter(out), why);

    try (Stream<Path> receipts = Files.list(folder.resolve("receipts"))) {
      assertThat(receipts)
          .singleElement()
          .satisfies(receipt -> assertThat(out.toString()).contains(receipt.toString()));
    }
    assertThat(why.getSuppressed()).isEmpty();
  }

  @Test
  void saysWhyItBrokeOffThoughNoReceiptCanBeWritten(@TempDir Path folder) throws IOException {
    StringWriter out = new StringWriter();
    Exception why = new IllegalStateException("It broke off");
    Path noFolder = Files.createFile(folder.resolve("receipts"));

    DrillCommand.keep(REPORT, noFolder, new PrintWriter(out), why);

    assertThat(why.getSuppressed()).singleElement().isInstanceOf(FileAlreadyExistsException.class);
    assertThat(out.toString()).startsWith("No receipt of what came before this: ");
  }

  @Test
  void refusesToBeHeldLessThanOnce() {
    CommandRun wrong = drill("--times", "0");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--times is 0; it must be at least 1");
  }
}

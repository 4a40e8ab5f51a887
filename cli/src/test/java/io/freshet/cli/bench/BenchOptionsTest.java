package io.freshet.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.AlertsBench;
import io.freshet.cli.Freshet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** They are refused by the name of the option, before the platform is started. */
class BenchOptionsTest {
  private static final int CALLERS_FAULT = 2;

  @TempDir private Path folder;

  @Test
  void refusesNoRows() {
    assertRefused("--rows is 0; it must be even and at least 2", "ingest", "--rows", "0");
    assertRefused("--rows is 0; it must be at least 1", "queries", "--rows", "0");
  }

  @Test
  void refusesLessThanNoEvents() {
    assertRefused("--events is -1; it must be at least 1", "eta", "--events", "-1");
  }

  @Test
  void refusesADurationOfNothing() {
    assertRefused("--duration is 0ms; it must be at least 1s", "visible", "--duration", "0s");
    assertRefused("--duration is 0ms; it must be at least 1s", "gateway", "--duration", "0s");
  }

  @Test
  void refusesWhatCanNotBeServed() {
    assertRefused("--rate is 0; it must be at least 1", "serve", "--rate", "0");
    assertRefused("--sockets is 0; it must be at least 1", "serve", "--sockets", "0");
    assertRefused("--orders is 0; it must be at least 1", "serve", "--orders", "0");
    assertRefused("--warm-up is 0ms; it must be at least 1s", "serve", "--warm-up", "0s");
    assertRefused(
        "--eta-setting is redis-linger; it must be such as eta.redis-linger=20ms",
        "serve",
        "--eta-setting",
        "redis-linger");
  }

  @Test
  void refusesFaultsThatCanNotBeJudged() {
    assertRefused("--injections is -1; it must be at least 0", "alerts", "--injections", "-1");
    assertRefused(
        "--budget is 5s; it must be at least 15s: a round of the console takes longer",
        "alerts",
        "--budget",
        "5s");
    assertRefused("--rate is 0.0; it must be more than 0", "alerts", "--rate", "0");
  }

  @Test
  void refusesAConsoleThatCanNotBeAsked() {
    assertRefused("--tables is 50; it must be between 100 and 10000", "console", "--tables", "50");
    assertRefused("--late is -1; it must be between 0 and 10000", "console", "--late", "-1");
    assertRefused("--files is 0; it must be at least 1", "console", "--files", "0");
    assertRefused("--browsers is 0; it must be at least 1", "console", "--browsers", "0");
    assertRefused("--heap is lots; it must be such as 512m or 1g", "console", "--heap", "lots");
  }

  @Test
  void refusesASecondStartWithoutAFirst() {
    assertRefused(
        "--only is again; it must be beside warm or cold: it is a second start in the clone of the"
            + " first",
        "start",
        "--only",
        "again");
  }

  @Test
  void refusesFaultsThatDoNotExist() {
    assertRefused(
        "--faults is kafka-tired; it must be some of "
            + String.join(", ", AlertsBench.faultNames()),
        "alerts",
        "--faults",
        "kafka-asleep,kafka-tired");
  }

  @Test
  void refusesADayThatCanNotBeMade() {
    assertRefused("--pings is 0; it must be at least 1", "batch", "--pings", "0");
    assertRefused(
        "--commits is 10; it must be at least 100: a commit's pings are in memory",
        "batch",
        "--commits",
        "10");
    assertRefused("--heap is lots; it must be such as 1536m or 3g", "batch", "--heap", "lots");
  }

  @Test
  void refusesMoreSocketsThanAProcessMayHold() {
    StringWriter printed = new StringWriter();

    int exitCode =
        Freshet.commandLine()
            .setErr(new PrintWriter(printed, true))
            .execute(
                "bench",
                "serve",
                "--only",
                "push",
                "--sockets",
                "2000000000",
                "--state",
                folder.resolve("state").toString());

    assertThat(printed.toString())
        .startsWith("--sockets is 2000000000; it must be at most")
        .contains("ulimit -n");
    assertThat(exitCode).isEqualTo(CALLERS_FAULT);
  }

  private void assertRefused(String line, String bench, String option, String value) {
    StringWriter printed = new StringWriter();
    Path state = folder.resolve("state");

    int exitCode =
        Freshet.commandLine()
            .setErr(new PrintWriter(printed, true))
            .execute("bench", bench, option, value, "--state", state.toString());

    assertThat(printed.toString().lines()).containsExactly(line);
    assertThat(exitCode).isEqualTo(CALLERS_FAULT);
    assertThat(state).doesNotExist();
  }
}

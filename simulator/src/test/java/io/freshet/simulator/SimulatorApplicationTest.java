package io.freshet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulatorApplicationTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsASummaryForMachines() throws IOException {
    int exitCode =
        execute(
            "simulate",
            "--dry-run",
            "--speed=max",
            "--rate=200",
            "--duration=30s",
            "--start=2026-11-20T18:00:00Z");

    JsonNode summary = new ObjectMapper().readTree(out.toString());
    assertThat(exitCode).isZero();
    assertThat(summary.path("ok").asBoolean()).isTrue();
    assertThat(summary.path("share").asDouble()).isEqualTo(1);
    assertThat(summary.path("sent").path("markets").asInt()).isEqualTo(5);
    assertThat(summary.path("sent").path("dasher_pings").asLong())
        .isEqualTo(summary.path("pings").path("sent").asLong())
        .isBetween(5_000L, 7_000L);
    assertThat(summary.path("events").asLong())
        .isEqualTo(
            StreamSupport.stream(summary.path("sent").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum());
  }

  @Test
  void refusesARunWithoutAProfile() {
    int exitCode = execute("simulate", "--duration=1s", "--profile=nowhere.yaml");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).startsWith("Cannot read the profile nowhere.yaml");
  }

  @Test
  void refusesWrongValuesInOneLine() {
    assertThat(execute("simulate", "--dry-run", "--rate=0")).isEqualTo(2);
    assertThat(execute("simulate", "--dry-run", "--speed=fast")).isEqualTo(2);
    assertThat(execute("simulate", "--dry-run", "--duration=soon")).isEqualTo(2);
    assertThat(execute("replay", "--dry-run", "--pings=none", "--trips=none")).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "rate is 0.0; it must be above 0 and at most 1000000",
            "speed is fast; it must be max, 0 (the same) or how many seconds of event time pass in"
                + " one second, such as 1 or 600",
            "duration is soon; it must be a duration such as 60s, 5m or 24h",
            "There is no file none");
  }

  @Test
  void saysWhatItCanDo() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).startsWith("Say what to do: simulate, replay or maps");
  }

  private int execute(String... arguments) {
    CommandLine commandLine = SimulatorApplication.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));

    return commandLine.execute(arguments);
  }
}

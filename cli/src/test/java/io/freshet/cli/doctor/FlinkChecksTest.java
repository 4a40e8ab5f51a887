package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.doctor.Finding.State;
import io.freshet.local.PartStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether processes and jobs run that should. */
class FlinkChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Path FILE = Path.of("p.yaml");

  @Test
  void aDeadProcessIsNamed() {
    assertThat(FlinkChecks.parts(List.of(part(PartStatus.State.RUNNING))).state())
        .isEqualTo(State.OK);
    assertThat(
            FlinkChecks.parts(List.of(part(PartStatus.State.RUNNING), part(PartStatus.State.DEAD))))
        .isEqualTo(Finding.failed("dead: kafka", "./freshet up"));
    assertThat(FlinkChecks.parts(List.of(part(PartStatus.State.STOPPED))).state())
        .isEqualTo(State.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, PT20H, PT8S, PT10S, OK",
    "RUNNING, PT20H, PT11M, PT10S, FAILED",
    "RUNNING, PT20H, PT11M, PT0S, FAILED",
    "RUNNING, PT20H, PT1H, PT1H, OK",
    "RUNNING, PT20H, PT2H6M, PT1H, FAILED",
    "RUNNING, PT20H, PT11M, PT2000000H, FAILED",
    "RUNNING, PT1M, PT30H, PT10S, OK",
    "RESTARTING, PT20H, PT8S, PT10S, FAILED"
  })
  void aJobSavesWhatItDoesAsOftenAsItIsToldTo(
      String state, Duration runs, Duration saved, Duration interval, State wanted) {
    FlinkChecks.Job job =
        new FlinkChecks.Job("writer", state, NOW.minus(runs), NOW.minus(saved), 2, interval);

    assertThat(FlinkChecks.jobs(List.of(job), List.of(), NOW, "look").state()).isEqualTo(wanted);
  }

  @Test
  void aJobThatWasReplacedIsNoFailure() {
    FlinkChecks.Job before = new FlinkChecks.Job("writer", "CANCELED", NOW, NOW, 0, Duration.ZERO);
    FlinkChecks.Job after = new FlinkChecks.Job("writer", "RUNNING", NOW, NOW, 0, Duration.ZERO);

    assertThat(FlinkChecks.jobs(List.of(before, after), List.of(), NOW, "look").state())
        .isEqualTo(State.OK);
    assertThat(FlinkChecks.jobs(List.of(before), List.of(), NOW, "look").state())
        .isEqualTo(State.FAILED);
  }

  @Test
  void aJobManagerThatIsAwayIsNamedBesideJobsThatRun() {
    FlinkChecks.Job well =
        new FlinkChecks.Job("writer", "RUNNING", NOW.minusSeconds(5), NOW, 0, Duration.ZERO);

    Finding finding =
        FlinkChecks.jobs(List.of(well), List.of("eta-jobmanager does not answer"), NOW, "look");

    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.seen()).isEqualTo("eta-jobmanager does not answer");
  }

  @Test
  void aJobIsReadFromWhatFlinkSays() throws Exception {
    ObjectMapper json = new ObjectMapper();

    assertThat(
            FlinkChecks.Job.of(
                json.readTree("{\"name\":\"writer\",\"state\":\"RUNNING\",\"start-time\":5000}"),
                json.readTree(
                    """
                    {"counts": {"failed": 3}, "latest": {"completed": {"latest_ack_timestamp": 7000}}}
                    """),
                json.readTree("{\"mode\": \"exactly_once\", \"interval\": 10000}")))
        .isEqualTo(
            new FlinkChecks.Job(
                "writer",
                "RUNNING",
                Instant.ofEpochSecond(5),
                Instant.ofEpochSecond(7),
                3,
                Duration.ofSeconds(10)));
  }

  private static PartStatus part(PartStatus.State state) {
    return new PartStatus(
        "kafka", state, OptionalLong.empty(), OptionalInt.empty(), Duration.ZERO, 0, FILE);
  }
}

package io.freshet.console.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.console.pipeline.FlinkFacts.Checkpoint;
import io.freshet.console.pipeline.FlinkFacts.Checkpoints;
import io.freshet.console.pipeline.FlinkFacts.Job;
import io.freshet.console.pipeline.FlinkFacts.Rates;
import io.freshet.console.pipeline.FlinkFacts.Vertex;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against answers as Flink's REST API gives them. */
class FlinkReaderTest {
  private static final String JOB = "/jobs/ab12";
  private static final String METRICS = JOB + "/vertices/cd34/subtasks/metrics";

  private final Map<String, String> answers =
      new ConcurrentHashMap<>(
          Map.of(
              "/jobs/overview",
              """
              {"jobs": [{"jid": "ab12", "name": "writer", "state": "RUNNING"},
                        {"jid": "ef56", "name": "older", "state": "CANCELED"}]}
              """,
              JOB,
              """
              {"name": "writer", "state": "RUNNING",
               "vertices": [{"id": "cd34", "name": "Source: log", "parallelism": 2}]}
              """,
              JOB + "/metrics",
              "[{\"id\": \"numRestarts\", \"value\": \"3\"}]",
              JOB + "/checkpoints",
              """
              {"counts": {"completed": 40, "failed": 2},
               "latest": {"completed": {"latest_ack_timestamp": 1700000000000,
                                        "end_to_end_duration": 840, "state_size": 52000}}}
              """,
              METRICS,
              """
              [{"id": "busyTimeMsPerSecond", "max": 744.0, "sum": 900.0},
               {"id": "backPressuredTimeMsPerSecond", "max": "NaN", "sum": "NaN"},
               {"id": "numRecordsOutPerSecond", "max": 2100.2, "sum": 4200.4}]
              """));
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().getPath());
          byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void tellsJobsAndStepsThatAreNotOver() {
    FlinkFacts facts = read();

    assertThat(facts.jobs())
        .containsExactly(
            new Job(
                "writer",
                "RUNNING",
                OptionalLong.of(3),
                Optional.of(
                    new Checkpoints(
                        40,
                        2,
                        Optional.of(
                            new Checkpoint(
                                Instant.ofEpochSecond(1_700_000_000),
                                Duration.ofMillis(840),
                                52_000))))));
    assertThat(facts.vertices())
        .containsExactly(
            new Vertex(
                "writer",
                "RUNNING",
                "Source: log",
                2,
                74,
                -1,
                new Rates(OptionalDouble.empty(), OptionalDouble.of(4200.4))));
    assertThat(facts.away()).isEmpty();
  }

  @Test
  void aJobThatJustStartedHasNoFiguresYet() {
    answers.put(METRICS, "[]");
    answers.put(JOB + "/metrics", "[]");
    answers.put(
        JOB + "/checkpoints",
        "{\"counts\": {\"completed\": 0, \"failed\": 0}, \"latest\": {\"completed\": null}}");

    FlinkFacts facts = read();

    assertThat(facts.jobs().get(0).restarts()).isEmpty();
    assertThat(facts.jobs().get(0).checkpoints()).contains(new Checkpoints(0, 0, Optional.empty()));
    assertThat(facts.vertices().get(0).busy()).isNegative();
  }

  @Test
  void aJobThatMakesNoCheckpointsIsTold() {
    answers.remove(JOB + "/checkpoints");

    FlinkFacts facts = read();

    assertThat(facts.jobs().get(0).checkpoints()).isEmpty();
    assertThat(facts.away()).isEmpty();
  }

  @Test
  void aJobManagerThatRefusesIsTold() {
    answers.remove("/jobs/overview");

    assertThat(read().away().values()).containsExactly("it answered 404");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, true", // none has come, or the last one is gone
    "1, 0, 0, true", // one is there and offers nothing
    "1, 2, 0, false", // all it offers is taken
    "2, 4, 4, false"
  })
  void aJobThatNobodyRunsIsTold(int taskManagers, int slots, int free, boolean isLacking) {
    answers.put("/overview", overview(taskManagers, slots, free));

    FlinkFacts facts = read();

    assertThat(facts.withoutTaskManager()).isEqualTo(isLacking ? List.of(address()) : List.of());
    assertThat(facts.isWell()).isNotEqualTo(isLacking);
  }

  @Test
  void aJobManagerWithoutAJobNeedsNoTaskManager() {
    answers.put("/overview", overview(0, 0, 0));
    answers.put("/jobs/overview", "{\"jobs\": []}");

    assertThat(read().withoutTaskManager()).isEmpty();
  }

  @Test
  void aJobManagerThatDoesNotTellOfTaskManagersLacksNone() {
    answers.put("/overview", "{\"flink-version\": \"1.20.3\"}");

    assertThat(read().withoutTaskManager()).isEmpty();
    assertThat(read().away()).isEmpty();
  }

  private static String overview(int taskManagers, int slots, int free) {
    return """
        {"taskmanagers": %d, "slots-total": %d, "slots-available": %d, "jobs-running": 1,
         "jobs-finished": 0, "jobs-cancelled": 0, "jobs-failed": 0, "flink-version": "1.20.3",
         "flink-commit": "b1fe7b4"}
        """
        .formatted(taskManagers, slots, free);
  }

  @Test
  void aJobThatHasFailedAndIsNotReplacedIsTold() {
    answers.put(
        "/jobs/overview",
        """
        {"jobs": [{"jid": "ab12", "name": "writer", "state": "FAILED", "start-time": 20},
                  {"jid": "ef56", "name": "older", "state": "FINISHED", "start-time": 10}]}
        """);
    answers.put(JOB, "{\"name\": \"writer\", \"state\": \"FAILED\", \"vertices\": [{}]}");
    answers.remove(JOB + "/metrics");

    FlinkFacts facts = read();

    assertThat(facts.standing()).containsExactly("writer");
    assertThat(facts.vertices()).isEmpty();
    assertThat(facts.away()).isEmpty();
  }

  @Test
  void aFileNamesJobManagersAsTheyComeAndGo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("jobmanagers");
    FlinkReader reader = new FlinkReader(new JobManagers(List.of(), Optional.of(file)));
    assertThat(reader.read().asked()).isEmpty();

    Files.writeString(file, "writer %s\neta http://127.0.0.1:1\n".formatted(address()));

    assertThat(reader.read().asked()).containsExactly("writer", "eta");
    assertThat(reader.read().away()).containsOnlyKeys("eta");
    assertThat(reader.read().jobs()).extracting(Job::name).containsExactly("writer");

    Files.writeString(file, "writer %s\n".formatted(address()));

    assertThat(reader.read().isWell()).isTrue();
  }

  private FlinkFacts read() {
    return new FlinkReader(new JobManagers(List.of(address()), Optional.empty())).read();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}

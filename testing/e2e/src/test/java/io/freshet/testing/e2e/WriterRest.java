package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.FlinkApplication;
import io.freshet.local.PartStatus;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** What Flink says of a job on the embedded platform. */
final class WriterRest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EmbeddedPlatform platform;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  WriterRest(EmbeddedPlatform platform) {
    this.platform = platform;
  }

  /**
   * Which job runs, and how often it has failed.
   *
   * @param started when its JobManager did, which knows of no failure before
   */
  record Job(String id, long started, int failures) {
    int restartsSince(Job before) {
      return started == before.started ? failures - before.failures : failures + 1;
    }
  }

  Job job(FlinkApplication application) {
    JsonNode job = overview(application);

    return new Job(
        job.path("jid").asText(), job.path("start-time").asLong(), exceptions(application).size());
  }

  /** Flink's stack traces of all failures of a job, one by one. */
  List<String> failures(FlinkApplication application) {
    return StreamSupport.stream(exceptions(application).spliterator(), false)
        .map(failure -> failure.path("stacktrace").asText())
        .toList();
  }

  /** Tells a job to make a checkpoint now. */
  void checkpoint(FlinkApplication application) {
    String path = "/jobs/%s/checkpoints".formatted(overview(application).path("jid").asText());
    ask(application, path, request -> request.POST(HttpRequest.BodyPublishers.ofString("{}")));
  }

  /** How a process of an application is, such as {@code application.taskManager()}. */
  PartStatus status(String process) {
    return platform.platform().status().stream()
        .filter(status -> status.name().equals(process))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode overview(FlinkApplication application) {
    return ask(application, "/jobs/overview", HttpRequest.Builder::GET).path("jobs").path(0);
  }

  private JsonNode exceptions(FlinkApplication application) {
    String path =
        "/jobs/%s/exceptions?maxExceptions=1000"
            .formatted(overview(application).path("jid").asText());

    return ask(application, path, HttpRequest.Builder::GET)
        .path("exceptionHistory")
        .path("entries");
  }

  private JsonNode ask(
      FlinkApplication application, String path, UnaryOperator<HttpRequest.Builder> method) {
    OptionalInt port = status(application.jobManager()).port();
    URI address = URI.create("http://127.0.0.1:%d%s".formatted(port.orElseThrow(), path));
    try {
      HttpResponse<String> answer =
          http.send(
              method
                  .apply(HttpRequest.newBuilder(address))
                  .header("Content-Type", "application/json")
                  .timeout(PATIENCE)
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

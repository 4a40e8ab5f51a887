package io.freshet.bench.serve.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.bench.Pauses;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the only job of a JobManager for its checkpoints. */
final class FlinkJob {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String address;

  /**
   * @param port of the JobManager's REST API
   */
  FlinkJob(int port) {
    this.address = "http://127.0.0.1:%d".formatted(port);
  }

  /**
   * One that is complete.
   *
   * @param bytes of all state in it
   * @param millis from its begin until it was complete
   */
  record Checkpoint(long id, long bytes, long millis) {}

  /** The next that begins from now on. */
  Checkpoint awaitNext() {
    String job = get("/jobs/overview").path("jobs").path(0).path("jid").asText();
    long now = System.currentTimeMillis();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode newest = get("/jobs/%s/checkpoints".formatted(job)).path("latest").path("completed");
      if (newest.path("trigger_timestamp").asLong() >= now) {
        return new Checkpoint(
            newest.path("id").asLong(),
            newest.path("state_size").asLong(),
            newest.path("end_to_end_duration").asLong());
      }
      Pauses.pause(LOOK_EVERY);
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "The ETA application completes no checkpoint within %d s; see its log"
            .formatted(PATIENCE.toSeconds()));
  }

  private JsonNode get(String path) {
    URI uri = URI.create(address + path);
    try {
      return JSON.readTree(
          client
              .send(
                  HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "%s does not answer: %s".formatted(uri, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking " + uri, e);
    }
  }
}

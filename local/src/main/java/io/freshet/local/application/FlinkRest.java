package io.freshet.local.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** The part of Flink's REST API that we need, for one job. */
final class FlinkRest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SAVEPOINT_TIMEOUT = Duration.ofMinutes(5);
  private static final Set<String> SERVING = Set.of("RUNNING", "FINISHED");
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  /** One for all jobs: each client has a thread and sockets of its own. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private final String address;
  private final String jobId;
  private final Duration savepointTimeout;

  FlinkRest(String address, String jobId) {
    this(address, jobId, SAVEPOINT_TIMEOUT);
  }

  FlinkRest(String address, String jobId, Duration savepointTimeout) {
    this.address = address;
    this.jobId = jobId;
    this.savepointTimeout = savepointTimeout;
  }

  /** Flink's word for it, such as {@code RUNNING}; empty while it knows no such job. */
  Optional<String> jobState() {
    return job().map(job -> job.path("state").asText());
  }

  /** Whether every task runs or is done; a job that still waits for slots calls itself running. */
  boolean isServing() {
    return job()
        .filter(job -> SERVING.contains(job.path("state").asText()))
        .map(job -> job.path("tasks"))
        .filter(
            tasks ->
                tasks.path("running").asInt() + tasks.path("finished").asInt()
                    == tasks.path("total").asInt())
        .isPresent();
  }

  /** From the list of all: asked for one that it does not know yet, Flink logs an error. */
  private Optional<JsonNode> job() {
    return get("/jobs/overview").stream()
        .flatMap(overview -> StreamSupport.stream(overview.path("jobs").spliterator(), false))
        .filter(job -> job.path("jid").asText().equals(jobId))
        .findFirst();
  }

  int taskManagers() {
    return get("/overview").map(overview -> overview.path("taskmanagers").asInt()).orElse(0);
  }

  /** The id of the newest completed checkpoint, or 0. */
  long completedCheckpoint() {
    return get("/jobs/" + jobId + "/checkpoints")
        .map(checkpoints -> checkpoints.path("latest").path("completed").path("id").asLong())
        .orElse(0L);
  }

  /** The last failure of the job, its first line only; empty if there was none. */
  Optional<String> failure() {
    return get("/jobs/" + jobId + "/exceptions")
        .map(exceptions -> exceptions.path("exceptionHistory").path("entries").path(0))
        .map(entry -> entry.path("stacktrace").asText())
        .flatMap(trace -> trace.lines().findFirst());
  }

  /**
   * Drains nothing, loses nothing: a savepoint, and no record after it. Returns its path. A
   * JobManager that is too busy to answer for a while is asked again.
   */
  String stopWithSavepoint(String folder) {
    Map<String, Object> request = Map.of("targetDirectory", folder, "drain", false);
    String trigger = post("/jobs/" + jobId + "/stop", request).path("request-id").asText();
    long deadline = System.nanoTime() + savepointTimeout.toNanos();
    do {
      Optional<JsonNode> answer = get("/jobs/" + jobId + "/savepoints/" + trigger);
      if (answer.filter(FlinkRest::isCompleted).isPresent()) {
        return location(answer.get().path("operation"));
      }
      pause();
    } while (System.nanoTime() < deadline);
    throw new FreshetException(
        Fault.DEPENDENCY,
        "The JobManager at %s agreed to stop with a savepoint and has not told the outcome for %d s; it may have stopped meanwhile: see ./freshet status"
            .formatted(address, savepointTimeout.toSeconds()));
  }

  private static boolean isCompleted(JsonNode savepoint) {
    return savepoint.path("status").path("id").asText().equals("COMPLETED");
  }

  private static void pause() {
    if (Thread.currentThread().isInterrupted()) { // parking would no longer wait
      throw new FreshetException(Fault.CALLER, "Interrupted while Flink takes a savepoint");
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
  }

  private String location(JsonNode operation) {
    if (operation.has("location")) {
      return operation.path("location").asText();
    }
    String trace = operation.path("failure-cause").path("stack-trace").asText();
    throw failed(trace.lines().findFirst().orElse("Flink gave no cause"));
  }

  private Optional<JsonNode> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());

      return answer.statusCode() == OK
          ? Optional.of(JSON.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private JsonNode post(String path, Map<String, Object> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path))
              .timeout(TIMEOUT)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
              .build();
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != ACCEPTED) {
        throw failed("Flink answered %d: %s".formatted(answer.statusCode(), answer.body()));
      }

      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot reach the JobManager at %s".formatted(address), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static FreshetException failed(String cause) {
    return new FreshetException(
        Fault.DEPENDENCY, "Cannot take a savepoint: %s; the job runs on".formatted(cause));
  }

  private static FreshetException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();

    return new FreshetException(Fault.CALLER, "Interrupted while asking Flink", e);
  }
}

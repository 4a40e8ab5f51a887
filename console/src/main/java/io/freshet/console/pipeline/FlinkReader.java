package io.freshet.console.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.console.pipeline.FlinkFacts.Checkpoint;
import io.freshet.console.pipeline.FlinkFacts.Checkpoints;
import io.freshet.console.pipeline.FlinkFacts.Job;
import io.freshet.console.pipeline.FlinkFacts.Rates;
import io.freshet.console.pipeline.FlinkFacts.Vertex;
import io.freshet.console.pipeline.JobManagers.JobManager;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks JobManagers how their jobs are, and how busy. One that is away harms no other. Thread-safe.
 */
public final class FlinkReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int MOST_VERTICES = 60;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final String BUSY = "busyTimeMsPerSecond";
  private static final String BACK_PRESSURED = "backPressuredTimeMsPerSecond";
  private static final String IN = "numRecordsInPerSecond";
  private static final String OUT = "numRecordsOutPerSecond";
  private static final String RESTARTS = "numRestarts";
  private static final String ASKED = String.join(",", BUSY, BACK_PRESSURED, IN, OUT);
  private static final double MILLIS_OF_A_PERCENT = 10;
  private static final String FAILED = "FAILED";
  private static final Set<String> OVER = Set.of("FINISHED", "CANCELED", FAILED);

  private final JobManagers jobManagers;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  public FlinkReader(JobManagers jobManagers) {
    this.jobManagers = jobManagers;
  }

  public FlinkFacts read() {
    List<JobManager> asked;
    try {
      asked = jobManagers.now();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot read which JobManagers there are: %s".formatted(e.getMessage()),
          e);
    }
    List<Job> jobs = new ArrayList<>();
    List<Vertex> vertices = new ArrayList<>();
    Map<String, String> away = new TreeMap<>();
    List<String> withoutTaskManager = new ArrayList<>();
    for (JobManager each : asked) {
      try {
        List<JsonNode> shown = shown(get(each.address() + "/jobs/overview").path("jobs"));
        if (shown.stream().anyMatch(FlinkReader::isGoing) && lacksTaskManager(each)) {
          withoutTaskManager.add(each.name());
        }
        for (JsonNode job : shown) {
          String url = "%s/jobs/%s".formatted(each.address(), job.path("jid").asText());
          jobs.add(job(job, url));
          vertices.addAll(vertices(url, MOST_VERTICES - vertices.size()));
        }
      } catch (IOException | IllegalArgumentException e) {
        away.put(each.name(), e.getMessage() == null ? "it does not answer" : e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        away.put(each.name(), "the console stops");
      }
    }

    return new FlinkFacts(
        jobs, vertices, away, asked.stream().map(JobManager::name).toList(), withoutTaskManager);
  }

  /** A job may be called running meanwhile, as long as it waits for slots. */
  private boolean lacksTaskManager(JobManager jobManager) throws IOException, InterruptedException {
    return told(jobManager.address() + "/overview")
        .filter(cluster -> isZero(cluster, "taskmanagers") || hasNoSlot(cluster))
        .isPresent();
  }

  private static boolean hasNoSlot(JsonNode cluster) {
    return isZero(cluster, "slots-total") && isZero(cluster, "slots-available");
  }

  private static boolean isZero(JsonNode told, String name) {
    return told.path(name).isInt() && told.path(name).asInt() == 0;
  }

  /** Those that are not over; where all are, the newest if it has failed, as it should run. */
  private static List<JsonNode> shown(JsonNode jobs) {
    List<JsonNode> all = new ArrayList<>();
    jobs.forEach(all::add);
    List<JsonNode> going = all.stream().filter(FlinkReader::isGoing).toList();

    return going.isEmpty()
        ? all.stream()
            .max(Comparator.comparingLong(job -> job.path("start-time").asLong()))
            .filter(job -> state(job).equals(FAILED))
            .stream()
            .toList()
        : going;
  }

  private static boolean isGoing(JsonNode job) {
    return !OVER.contains(state(job));
  }

  private static String state(JsonNode job) {
    return job.path("state").asText();
  }

  private Job job(JsonNode job, String url) throws IOException, InterruptedException {
    OptionalDouble restarts =
        told(url + "/metrics?get=" + RESTARTS)
            .map(metrics -> figure(metrics, RESTARTS, "value"))
            .orElseGet(OptionalDouble::empty);

    return new Job(
        job.path("name").asText(),
        job.path("state").asText(),
        restarts.isPresent()
            ? OptionalLong.of((long) restarts.getAsDouble())
            : OptionalLong.empty(),
        told(url + "/checkpoints").flatMap(FlinkReader::checkpoints));
  }

  /** Without counts it has nothing to tell yet; of a job that makes none Flink knows nothing. */
  private static Optional<Checkpoints> checkpoints(JsonNode told) {
    JsonNode counts = told.path("counts");
    if (counts.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode newest = told.path("latest").path("completed");

    return Optional.of(
        new Checkpoints(
            counts.path("completed").asLong(),
            counts.path("failed").asLong(),
            newest.isObject() ? Optional.of(checkpoint(newest)) : Optional.empty()));
  }

  private static Checkpoint checkpoint(JsonNode told) {
    return new Checkpoint(
        Instant.ofEpochMilli(told.path("latest_ack_timestamp").asLong()),
        Duration.ofMillis(told.path("end_to_end_duration").asLong()),
        told.path("state_size").asLong());
  }

  private List<Vertex> vertices(String url, int most) throws IOException, InterruptedException {
    List<Vertex> vertices = new ArrayList<>();
    if (most <= 0) {
      return vertices;
    }
    JsonNode job = get(url);
    if (OVER.contains(state(job))) {
      return vertices;
    }
    for (JsonNode vertex : job.path("vertices")) {
      if (vertices.size() == most) {
        break;
      }
      JsonNode metrics =
          get(
              "%s/vertices/%s/subtasks/metrics?get=%s&agg=max,sum"
                  .formatted(url, vertex.path("id").asText(), ASKED));
      vertices.add(
          new Vertex(
              job.path("name").asText(),
              job.path("state").asText(),
              vertex.path("name").asText(),
              vertex.path("parallelism").asInt(),
              percent(metrics, BUSY),
              percent(metrics, BACK_PRESSURED),
              new Rates(figure(metrics, IN, "sum"), figure(metrics, OUT, "sum"))));
    }

    return vertices;
  }

  private static int percent(JsonNode metrics, String name) {
    OptionalDouble millis = figure(metrics, name, "max");

    return millis.isEmpty()
        ? -1
        : (int) Math.min(100, Math.round(millis.getAsDouble() / MILLIS_OF_A_PERCENT));
  }

  /** Flink does not list what it does not know yet, or says that it is no number. */
  private static OptionalDouble figure(JsonNode metrics, String name, String kind) {
    for (JsonNode metric : metrics) {
      double value = metric.path(kind).asDouble(Double.NaN);
      if (metric.path("id").asText().equals(name) && Double.isFinite(value)) {
        return OptionalDouble.of(value);
      }
    }

    return OptionalDouble.empty();
  }

  private JsonNode get(String address) throws IOException, InterruptedException {
    return told(address).orElseThrow(() -> new IOException("it answered " + NOT_FOUND));
  }

  /** Empty where there is no such thing. */
  private Optional<JsonNode> told(String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (answer.statusCode() != OK) {
      throw new IOException("it answered " + answer.statusCode());
    }

    return Optional.of(json.readTree(answer.body()));
  }
}

package io.freshet.console.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.console.pipeline.FlinkFacts.Vertex;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks JobManagers how busy their jobs are. One that is away harms no other. Thread-safe. */
public final class FlinkReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int MOST_VERTICES = 60;
  private static final int OK = 200;
  private static final String BUSY = "busyTimeMsPerSecond";
  private static final String BACK_PRESSURED = "backPressuredTimeMsPerSecond";
  private static final double MILLIS_OF_A_PERCENT = 10;

  private final List<String> addresses;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /**
   * @param addresses of Flink's REST API, such as {@code http://jobmanager:8081}
   */
  public FlinkReader(List<String> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  public FlinkFacts read() {
    List<Vertex> vertices = new ArrayList<>();
    Map<String, String> away = new TreeMap<>();
    for (String address : addresses) {
      try {
        for (JsonNode job : get(address + "/jobs/overview").path("jobs")) {
          if (!isOver(job.path("state").asText())) {
            int room = MOST_VERTICES - vertices.size();
            vertices.addAll(vertices(address, job.path("jid").asText(), room));
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        away.put(address, e.getMessage() == null ? "it does not answer" : e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        away.put(address, "the console stops");
      }
    }

    return new FlinkFacts(vertices, away, addresses.size());
  }

  private static boolean isOver(String state) {
    return List.of("FINISHED", "CANCELED", "FAILED").contains(state);
  }

  private List<Vertex> vertices(String address, String id, int most)
      throws IOException, InterruptedException {
    List<Vertex> vertices = new ArrayList<>();
    if (most <= 0) {
      return vertices;
    }
    JsonNode job = get(address + "/jobs/" + id);
    for (JsonNode vertex : job.path("vertices")) {
      if (vertices.size() == most) {
        break;
      }
      JsonNode metrics =
          get(
              "%s/jobs/%s/vertices/%s/subtasks/metrics?get=%s,%s&agg=max"
                  .formatted(address, id, vertex.path("id").asText(), BUSY, BACK_PRESSURED));
      vertices.add(
          new Vertex(
              job.path("name").asText(),
              job.path("state").asText(),
              vertex.path("name").asText(),
              vertex.path("parallelism").asInt(),
              percent(metrics, BUSY),
              percent(metrics, BACK_PRESSURED)));
    }

    return vertices;
  }

  private static int percent(JsonNode metrics, String name) {
    for (JsonNode metric : metrics) {
      if (metric.path("id").asText().equals(name)
          && Double.isFinite(metric.path("max").asDouble(Double.NaN))) {
        return (int) Math.min(100, Math.round(metric.path("max").asDouble() / MILLIS_OF_A_PERCENT));
      }
    }

    return -1;
  }

  private JsonNode get(String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("it answered " + answer.statusCode());
    }

    return json.readTree(answer.body());
  }
}

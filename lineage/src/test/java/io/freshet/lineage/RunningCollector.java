package io.freshet.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The collector in this process, asked over real HTTP. */
final class RunningCollector implements AutoCloseable {
  static final String TOKEN = "a-token-that-only-tests-use";
  static final int MAX_EVENT_BYTES = 100_000;

  private final LineageServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningCollector(LineageServer server) {
    this.server = server;
  }

  static RunningCollector start(RunningPostgres postgres, String database) {
    return new RunningCollector(
        LineageServer.start(
            new CollectorSettings(
                new HttpSettings("lineage", "127.0.0.1", 0, TOKEN),
                MAX_EVENT_BYTES,
                new PostgresSettings(
                    "lineage",
                    "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port()),
                    "postgres",
                    "postgres",
                    database,
                    Duration.ofSeconds(20)),
                Set.of("lake"),
                Optional.of("s3://lake/warehouse"))));
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  HttpResponse<String> post(String event) {
    return post(BodyPublishers.ofString(event), "identity");
  }

  HttpResponse<String> post(BodyPublisher body, String encoding) {
    return send(
        authorized("/api/v1/lineage").header("Content-Encoding", encoding).POST(body).build());
  }

  /** Tells an event that is taken. */
  void tell(String event) {
    HttpResponse<String> answer = post(event);
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  HttpResponse<String> postBatch(String events) {
    return send(authorized("/api/v1/lineage/batch").POST(BodyPublishers.ofString(events)).build());
  }

  HttpResponse<String> get(String path) {
    return send(authorized(path).build());
  }

  JsonNode graph(String question) {
    HttpResponse<String> answer = get("/api/v1/graph?" + question);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code from > job > to}. */
  List<String> edges(String question) {
    List<String> edges = new ArrayList<>();
    for (JsonNode edge : graph(question).path("edges")) {
      edges.add(
          "%s > %s > %s"
              .formatted(
                  edge.path("from").asText(),
                  edge.path("job").asText().replace("job:freshet/", ""),
                  edge.path("to").asText()));
    }

    return edges;
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofMinutes(1));
  }

  private HttpRequest.Builder authorized(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  @Override
  public void close() {
    server.close();
  }
}

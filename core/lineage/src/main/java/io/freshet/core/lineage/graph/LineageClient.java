package io.freshet.core.lineage.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks the lineage server of an installation. */
public final class LineageClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String url;
  private final Optional<String> token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  private LineageClient(String url, Optional<String> token) {
    this.url = url;
    this.token = token;
  }

  /**
   * The server of an installation.
   *
   * @throws FreshetException when the settings name none, or what is no address
   */
  public static LineageClient of(Settings settings) {
    return of(LineageSettings.from(settings));
  }

  /**
   * The same.
   *
   * @throws FreshetException when they name none
   */
  public static LineageClient of(LineageSettings lineage) {
    String url =
        lineage
            .url()
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "lineage.url is not set, so that nobody collects lineage; ./freshet up starts"
                            + " a collector"));

    return new LineageClient(url, lineage.token());
  }

  /**
   * What lies around a table or stream.
   *
   * @param direction {@code upstream}, {@code downstream} or {@code both}
   * @throws NoLineageException when nobody has told of it
   */
  public LineageGraph graph(String table, Optional<String> column, String direction, int depth) {
    Map<String, String> question = new TreeMap<>();
    question.put("table", table);
    column.ifPresent(name -> question.put("column", name));
    question.put("direction", direction);
    question.put("depth", Integer.toString(depth));
    HttpResponse<String> answer = get("/api/v1/graph?" + query(question));
    JsonNode json = json(answer);
    String message = json.path("error").path("message").asText();

    return switch (answer.statusCode()) {
      case 200 -> graph(json);
      case 400 ->
          throw message.isEmpty() ? cannotBeAsked() : new FreshetException(Fault.CALLER, message);
      case 404 -> throw unknown(json, message);
      case 401 ->
          throw new FreshetException(
              Fault.CALLER,
              "The lineage server at %s refuses lineage.token; take the one that it was started with"
                  .formatted(url));
      default -> throw away("it answered %d".formatted(answer.statusCode()), null);
    };
  }

  /** Another server's answer must not pass for a graph in which nobody reads anything. */
  private LineageGraph graph(JsonNode json) {
    if (!json.path("root").isTextual() || !json.path("nodes").isArray()) {
      throw cannotBeAsked();
    }

    return LineageGraph.of(json);
  }

  private FreshetException unknown(JsonNode json, String message) {
    return switch (json.path("error").path("type").asText()) {
      case "UnknownDataset", "NothingKnown" -> new NoLineageException(message);
      default -> cannotBeAsked();
    };
  }

  private FreshetException cannotBeAsked() {
    return new FreshetException(
        Fault.CALLER,
        "%s can't be asked for lineage; lineage.url must name Freshet's collector".formatted(url));
  }

  private HttpResponse<String> get(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    token.ifPresent(key -> request.header("Authorization", "Bearer " + key));
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw away(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking for lineage", e);
    }
  }

  private FreshetException away(String why, Exception cause) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "The lineage server at %s does not answer: %s; ./freshet status shows the embedded platform"
            .formatted(url, why),
        cause);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode(); // a page of some other server
    }
  }

  private static String query(Map<String, String> question) {
    return question.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

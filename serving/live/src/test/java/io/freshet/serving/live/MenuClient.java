package io.freshet.serving.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Who reads and writes one restaurant's menu. */
final class MenuClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String path;

  MenuClient(HttpClient http, String market, long restaurantId) {
    this.http = http;
    this.path = "/restaurants/%s/%d/menu".formatted(market, restaurantId);
  }

  /**
   * An answer.
   *
   * @param age as the header has it, in seconds; -1 where there is none
   */
  record Answer(int status, long age, JsonNode body) {
    long version() {
      return body.path("version").asLong();
    }

    boolean isStale() {
      return body.path("stale").asBoolean();
    }
  }

  CompletableFuture<Answer> ask(Live live) {
    return http.sendAsync(request(live).build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(MenuClient::answer);
  }

  Answer read(Live live) {
    return ask(live).join();
  }

  Answer create(Live live, String menu) {
    return write(live, "If-None-Match", "*", menu);
  }

  Answer replace(Live live, long version, String menu) {
    return write(live, "If-Match", "\"%d\"".formatted(version), menu);
  }

  private Answer write(Live live, String header, String value, String menu) {
    HttpRequest request =
        request(live)
            .header("Authorization", "Bearer " + Live.SERVICE)
            .header(header, value)
            .PUT(HttpRequest.BodyPublishers.ofString(menu))
            .build();

    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(MenuClient::answer)
        .join();
  }

  private HttpRequest.Builder request(Live live) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(live.port(), path)));
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      return new Answer(
          response.statusCode(),
          response.headers().firstValueAsLong("Age").orElse(-1),
          JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.freshet.serving.orders;

import io.freshet.testing.fuzz.document.DocumentedAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A client of an order service that holds every answer against the OpenAPI document. */
final class OrdersClient {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private static final DocumentedAnswers DOCUMENT =
      DocumentedAnswers.of("io/freshet/serving/orders/http/openapi.yaml");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();
  private final String url;

  /**
   * @param url of the server
   */
  OrdersClient(String url) {
    this.url = url;
  }

  /** Makes an order, by a key of its own. */
  Answer create(String body) {
    return create(body, UUID.randomUUID().toString());
  }

  /** The same, with further headers. */
  Answer create(String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        post("/orders", body).header("Idempotency-Key", UUID.randomUUID().toString());
    headers.forEach(request::header);

    return send(request);
  }

  Answer create(String body, String key) {
    return send(post("/orders", body).header("Idempotency-Key", key));
  }

  /** Lets an order make a step, by a key of its own. */
  Answer step(long order, int version, String body) {
    return step(order, version, body, UUID.randomUUID().toString());
  }

  Answer step(long order, int version, String body, String key) {
    return send(
        post("/orders/%d/steps".formatted(order), body)
            .header("Idempotency-Key", key)
            .header("If-Match", "\"%d\"".formatted(version)));
  }

  Answer order(long order) {
    return get("/orders/" + order);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpRequest.Builder request(String path) {
    return bare(path).header("Authorization", "Bearer " + OrdersDatabase.TOKEN);
  }

  /** Without the token. */
  HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_WITHIN);
  }

  /**
   * @throws UncheckedIOException when there is no answer
   */
  Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      return new Answer(
          DOCUMENT.checked(request, client.send(request, HttpResponse.BodyHandlers.ofString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

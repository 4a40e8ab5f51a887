package io.freshet.bench.serve.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Asks the order service to make orders and steps. Thread-safe. */
final class OrderCalls {
  /** Of each order; the first is its creation. */
  static final List<String> STATES =
      List.of(
          "created",
          "confirmed",
          "preparing",
          "ready",
          "dasher_assigned",
          "picked_up",
          "delivered");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ORDER =
      """
      {"market": "%s", "customer_id": 100, "restaurant_id": 200,
       "pickup_latitude": 37.7749, "pickup_longitude": -122.419416,
       "dropoff_latitude": 37.78, "dropoff_longitude": -122.4,
       "subtotal_minor": 2350, "currency": "USD", "actor": {"kind": "ops", "id": "bench"}}""";

  private static final String STEP =
      """
      {"state": "%s", "actor": {"kind": "ops", "id": "bench"}, "reason": "bench"%s}""";

  private final HttpClient client;
  private final URI address;
  private final String token;

  OrderCalls(HttpClient client, URI address, String token) {
    this.client = client;
    this.address = address;
    this.token = token;
  }

  /** The number of the order that was made. */
  CompletableFuture<Long> create(String market) {
    return send("/orders", ORDER.formatted(market), 0)
        .thenApply(made -> made.path("order_id").asLong());
  }

  /**
   * Done when the step is accepted.
   *
   * @param version before it
   * @param dasher who takes the order, where that is the step
   */
  CompletableFuture<Void> step(long order, int version, long dasher) {
    String state = STATES.get(version);
    String more = state.equals("dasher_assigned") ? ", \"dasher_id\": " + dasher : "";

    return send("/orders/%d/steps".formatted(order), STEP.formatted(state, more), version)
        .thenAccept(made -> {});
  }

  private CompletableFuture<JsonNode> send(String path, String body, int version) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("If-Match", "\"%d\"".formatted(version))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();

    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(OrderCalls::made);
  }

  private static JsonNode made(HttpResponse<String> answer) {
    if (answer.statusCode() != CREATED) {
      throw new FreshetException(
          Fault.OURS,
          "The order service answered %d: %s".formatted(answer.statusCode(), answer.body()));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.freshet.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Clients of the order service that take one order after the other to its end. What is not answered
 * as done they send again, with the same key.
 */
final class OrderTraffic implements AutoCloseable {
  private static final List<String> STATES =
      List.of("created", "confirmed", "preparing", "dasher_assigned", "ready", "cancelled");

  private static final String ORDER =
      """
      {"market": "m%d", "customer_id": 100, "restaurant_id": 200,
       "pickup_latitude": 37.7749, "pickup_longitude": -122.419416,
       "dropoff_latitude": 37.78, "dropoff_longitude": -122.4,
       "subtotal_minor": 2350, "currency": "USD", "actor": {"kind": "ops", "id": "chaos"}}""";

  private static final String STEP =
      """
      {"state": "%s", "actor": {"kind": "ops", "id": "chaos"}, "reason": "because"%s}""";

  private static final int CLIENTS = 3;
  private static final int MADE = 201;
  private static final int AWAY = 503;
  private static final int TIMED_OUT = 504;
  private static final long MILLIS_BETWEEN_STEPS = 500;
  private static final Duration ANSWER = Duration.ofSeconds(40);
  private static final Duration LAST_ORDERS = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<String> address;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<OrderStep> answered = Collections.synchronizedList(new ArrayList<>());
  private final List<Future<?>> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private volatile boolean isOver;

  /**
   * @param address where the service is now
   */
  OrderTraffic(Supplier<String> address, String token) {
    this.address = address;
    this.token = token;
  }

  void start() {
    for (int client = 0; client < CLIENTS; client++) {
      int market = client;
      clients.add(
          threads.submit(
              () -> {
                while (!isOver) {
                  takeOrder(market);
                }

                return null;
              }));
    }
  }

  private void takeOrder(int market) throws InterruptedException {
    long order = untilMade("/orders", ORDER.formatted(market), 0).path("order_id").longValue();
    answered.add(new OrderStep(order, 1, STATES.get(0)));
    for (int version = 1; version < STATES.size(); version++) {
      Thread.sleep(MILLIS_BETWEEN_STEPS);
      String state = STATES.get(version);
      String more = state.equals("dasher_assigned") ? ", \"dasher_id\": 7" : "";
      JsonNode unused =
          untilMade("/orders/%d/steps".formatted(order), STEP.formatted(state, more), version);
      answered.add(new OrderStep(order, version + 1, state));
    }
  }

  private JsonNode untilMade(String path, String body, int version) throws InterruptedException {
    String key = UUID.randomUUID().toString();
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(request(path, body, version, key), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == MADE) {
          return JSON.readTree(answer.body());
        }
        if (answer.statusCode() != AWAY && answer.statusCode() != TIMED_OUT) {
          throw new FreshetException(
              Fault.OURS,
              "The order service answered %d to %s of version %d: %s"
                  .formatted(answer.statusCode(), path, version, answer.body()));
        }
      } catch (IOException again) {
        // It may be made all the same; the same key tells.
      }
      Thread.sleep(MILLIS_BETWEEN_STEPS);
    }
  }

  private HttpRequest request(String path, String body, int version, String key) {
    return HttpRequest.newBuilder(URI.create(address.get() + path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .header("If-Match", "\"%d\"".formatted(version))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** Steps that were answered as made. */
  List<OrderStep> answered() {
    synchronized (answered) {
      return List.copyOf(answered);
    }
  }

  /**
   * Lets each client take its order to the end.
   *
   * @throws FreshetException what a client was told that it should not have been
   */
  void end() throws Exception {
    isOver = true;
    for (Future<?> client : clients) {
      try {
        Object unused = client.get(LAST_ORDERS.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof FreshetException known ? known : e;
      }
    }
  }

  @Override
  public void close() {
    isOver = true;
    threads.shutdownNow();
  }
}

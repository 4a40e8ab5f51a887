package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Modules;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * An order service in a process of its own, and clients that take one order after the other to its
 * end. What is not answered as done they send again with the same key.
 */
final class OrderService implements AutoCloseable {
  /** Of each order. */
  static final List<String> STATES =
      List.of(
          "created",
          "confirmed",
          "preparing",
          "dasher_assigned",
          "dasher_assigned",
          "ready",
          "cancelled");

  /** Of an order that somebody brings. */
  private static final List<String> ON_THE_WAY =
      List.of("created", "confirmed", "preparing", "dasher_assigned", "ready", "picked_up");

  /** Named {@code m0}, {@code m1} and so on. */
  static final int MARKETS = 6;

  static final String TOKEN = "a-token-of-the-tests";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long PAUSE_NANOS = 50_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ORDER =
      """
      {"market": "m%d", "customer_id": 100, "restaurant_id": 200,
       "pickup_latitude": 37.7749, "pickup_longitude": -122.419416,
       "dropoff_latitude": 37.78, "dropoff_longitude": -122.4,
       "subtotal_minor": 2350, "currency": "USD", "actor": {"kind": "ops", "id": "anna"}}""";

  private static final String STEP =
      """
      {"state": "%s", "actor": {"kind": "ops", "id": "anna"}, "reason": "because"%s}""";

  private final Path folder;
  private final Map<String, String> profile;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<String> url = new AtomicReference<>();
  private final AtomicInteger done = new AtomicInteger();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private volatile boolean isOver;
  private ServerProcess server;

  /**
   * @param folder for logs and profiles
   * @param postgres what the service must know of its database
   */
  OrderService(Path folder, Map<String, String> postgres) {
    this.folder = folder;
    this.profile = new HashMap<>(postgres);
    profile.put("orders.token", TOKEN);
    profile.put("orders.port", "0");
  }

  void start() {
    server =
        ServerProcess.start(
            "io.freshet.serving.orders.OrdersServer",
            Modules.around(Path.of(""), System.getenv()).classPath("serving/orders"),
            "128m",
            folder,
            profile);
    url.set(server.url());
  }

  String url() {
    return url.get();
  }

  /** SIGKILL. */
  void kill() {
    server.kill();
  }

  /** Lets clients take orders until {@link #end}. */
  void takeOrders(int several) {
    takeOrders(several, Duration.ZERO, order -> {});
  }

  /**
   * The same at a pace.
   *
   * @param pause before each step but the first
   * @param created is told each order that was made
   */
  void takeOrders(int several, Duration pause, Consumer<Made> created) {
    for (int client = 0; client < several; client++) {
      int market = client % MARKETS;
      Future<?> unused =
          clients.submit(
              () -> {
                while (!isOver) {
                  takeOrder(market, pause, created);
                }
              });
    }
  }

  /** An order that is there. */
  record Made(String market, long order) {}

  /** Lets one be picked up by a dasher, where it stays; it is none of those that are done. */
  Made pickUp(int market, long dasher) {
    long order = untilAnswered("/orders", ORDER.formatted(market), 0).get("order_id").longValue();
    for (int version = 1; version < ON_THE_WAY.size(); version++) {
      step(order, version, ON_THE_WAY.get(version), dasher);
    }

    return new Made("m" + market, order);
  }

  /** Ends one that was picked up. */
  void deliver(Made order, long dasher) {
    step(order.order(), ON_THE_WAY.size(), "delivered", dasher);
  }

  private void step(long order, int version, String state, long dasher) {
    String more = state.equals("dasher_assigned") ? ", \"dasher_id\": " + dasher : "";
    JsonNode unused =
        untilAnswered("/orders/%d/steps".formatted(order), STEP.formatted(state, more), version);
  }

  /** Takes one from its creation to its end. */
  void takeOrder(int market) {
    takeOrder(market, Duration.ZERO, order -> {});
  }

  private void takeOrder(int market, Duration pause, Consumer<Made> created) {
    long order = untilDone("/orders", ORDER.formatted(market), 0).get("order_id").longValue();
    created.accept(new Made("m" + market, order));
    String path = "/orders/%d/steps".formatted(order);
    for (int version = 1; version < STATES.size(); version++) {
      LockSupport.parkNanos(pause.toNanos());
      String state = STATES.get(version);
      String more = state.equals("dasher_assigned") ? ", \"dasher_id\": " + version : "";
      JsonNode unused = untilDone(path, STEP.formatted(state, more), version);
    }
  }

  private JsonNode untilDone(String path, String body, int version) {
    JsonNode answer = untilAnswered(path, body, version);
    done.incrementAndGet();

    return answer;
  }

  private JsonNode untilAnswered(String path, String body, int version) {
    String key = UUID.randomUUID().toString();
    while (true) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url.get() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("If-Match", "\"%d\"".formatted(version))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
          return JSON.readTree(answer.body());
        }
        if (answer.statusCode() != 503) {
          throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException again) {
        // It may be done all the same.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Steps that were answered as made. */
  int done() {
    return done.get();
  }

  void awaitMore(int steps) {
    int before = done();
    Awaitility.await().atMost(PATIENCE).until(() -> done() >= before + steps);
  }

  /** Returns when each client has taken its last order to its end. */
  void end() {
    isOver = true;
    clients.shutdown();
    Awaitility.await().atMost(PATIENCE).until(clients::isTerminated);
  }

  @Override
  public void close() {
    isOver = true;
    clients.shutdownNow();
    if (server != null) {
      server.close();
    }
  }
}

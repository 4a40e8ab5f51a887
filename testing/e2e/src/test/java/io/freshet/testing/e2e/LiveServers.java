package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Live servers behind one Redis, each a process of its own. */
final class LiveServers implements AutoCloseable {
  private static final String TOKEN = "a token of the tests";
  private static final int BATCH = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, String> profile = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<URI> urls = new CopyOnWriteArrayList<>();

  /**
   * @param folder for logs and profiles
   * @param platform where Redis is
   */
  LiveServers(Path folder, Settings platform) {
    this(folder, platform, Map.of());
  }

  /**
   * The same.
   *
   * @param more settings of each
   */
  LiveServers(Path folder, Settings platform, Map<String, String> more) {
    this.folder = folder;
    profile.putAll(more);
    for (String key : List.of("redis.host", "redis.port")) {
      profile.put(key, platform.text(key));
    }
    profile.put("live.token", TOKEN);
    profile.put("live.token-secret", "a secret of the tests, 32 bytes long");
  }

  void start(int several) {
    for (int i = 0; i < several; i++) {
      ServerProcess server = process("0");
      servers.add(server);
      urls.add(URI.create(server.url()));
    }
  }

  private ServerProcess process(String port) {
    Map<String, String> settings = new HashMap<>(profile);
    settings.put("live.port", port);

    return ServerProcess.start(
        "io.freshet.serving.live.LiveServer",
        Modules.around(Path.of(""), System.getenv()).classPath("serving/live"),
        "128m",
        folder,
        settings);
  }

  /** SIGKILL. */
  void killFirst() {
    servers.get(0).kill();
  }

  /** Where it was before: pages come back to the address that they are from. */
  void startFirstAgain() {
    ServerProcess other = process(Integer.toString(urls.get(0).getPort()));
    servers.set(0, other);
    other.url();
  }

  /** Where a customer of an order watches; whom one server fails goes to the next. */
  URI watching(OrderService.Made order, String token, int attempt) {
    return urls.get(attempt % urls.size())
        .resolve("/orders/%s/%d/live?token=%s".formatted(order.market(), order.order(), token));
  }

  /** The page on which the customer of an order follows it. */
  URI page(OrderService.Made order) throws IOException {
    return urls.get(0)
        .resolve("/track/%s/%d#token=%s".formatted(order.market(), order.order(), token(order)));
  }

  String token(OrderService.Made order) throws IOException {
    return post(
            "/tokens",
            JSON.writeValueAsString(
                Map.of("market", order.market(), "order_id", order.order(), "seconds", 3600)))
        .get("token")
        .textValue();
  }

  /** The documents of orders, in their order; null where there is none. */
  List<JsonNode> documents(List<OrderService.Made> orders) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (int from = 0; from < orders.size(); from += BATCH) {
      List<Map<String, Object>> names = new ArrayList<>();
      for (OrderService.Made order : orders.subList(from, Math.min(orders.size(), from + BATCH))) {
        names.add(Map.of("market", order.market(), "order_id", order.order()));
      }
      post("/orders:batch", JSON.writeValueAsString(Map.of("orders", names)))
          .get("orders")
          .forEach(documents::add);
    }

    return documents;
  }

  private JsonNode post(String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(urls.get(urls.size() - 1).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(answer.statusCode() + " " + answer.body());
      }

      return JSON.readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }
}

package io.freshet.serving.live;

import io.freshet.core.toolkit.Settings;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.OrderTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A live server of the tests, and how its doors are reached. */
final class Live implements AutoCloseable {
  static final String SECRET = "a secret of the tests, 32 bytes long";
  static final String SERVICE = "a token of the tests";
  private static final OrderTokens TOKENS = OrderTokens.signedWith(SECRET, InstantSource.system());

  private final LiveServer server;
  private final HttpClient client;

  private Live(LiveServer server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  static Live start(Settings platform, HttpClient client, Map<String, String> more) {
    return new Live(
        LiveServer.start(LiveSettings.from(Settings.of(profile(platform, more)))), client);
  }

  /**
   * One on a Cluster.
   *
   * @param nodes of it
   */
  static Live start(String nodes, HttpClient client, Map<String, String> more) {
    Map<String, String> values = profile(more);
    values.put("redis.nodes", nodes);

    return new Live(LiveServer.start(LiveSettings.from(Settings.of(values))), client);
  }

  /** What a server of the tests is told. */
  static Map<String, String> profile(Settings platform, Map<String, String> more) {
    Map<String, String> values = profile(Map.of());
    values.put("redis.host", platform.text("redis.host"));
    values.put("redis.port", platform.text("redis.port"));
    values.putAll(more);

    return values;
  }

  private static Map<String, String> profile(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("live.port", "0");
    values.put("live.token", SERVICE);
    values.put("live.token-secret", SECRET);
    values.put("live.heal-every", "500ms");
    values.put("live.linger", "1s");
    // On a Redis that is shared a job of other tests may have left a heartbeat.
    values.put("live.stale-after", "0s");
    values.put("live.drain", "0ms");
    values.putAll(more);

    return values;
  }

  static URI webSocket(int port, OrderKey order) {
    return URI.create("ws" + live(port, order).substring("http".length()));
  }

  private static String live(int port, OrderKey order) {
    return "http://127.0.0.1:%d/orders/%s/live?token=%s"
        .formatted(port, order, TOKENS.issue(order, Duration.ofHours(1)).text());
  }

  URI webSocket(OrderKey order) {
    return webSocket(server.port(), order);
  }

  URI stream(OrderKey order) {
    return URI.create(live(server.port(), order));
  }

  /** What a service gets for {@code {"orders": …}}. */
  String batch(String orders) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/orders:batch".formatted(server.port())))
            .header("Authorization", "Bearer " + SERVICE)
            .POST(HttpRequest.BodyPublishers.ofString(orders))
            .build();

    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
  }

  int port() {
    return server.port();
  }

  /** Where a customer follows the order, as a link that lasts so long. */
  String page(OrderKey order, Duration life) {
    return "http://127.0.0.1:%d/track/%s#token=%s"
        .formatted(server.port(), order, TOKENS.issue(order, life).text());
  }

  /** The value of a metric, all of its kinds together; 0 where there is none. */
  double metric(String name) {
    return metric(client, server.port(), name);
  }

  static double metric(HttpClient client, int port, String name) {
    try {
      String page =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Matcher line =
          Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:\\{.*?})? (\\S+)").matcher(page);
      double sum = 0;
      while (line.find()) {
        sum += Double.parseDouble(line.group(1));
      }

      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

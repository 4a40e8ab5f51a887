package io.freshet.serving.live.http;

import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.serving.live.LiveSettings;
import io.freshet.serving.live.menu.MenuLimits;
import io.freshet.serving.live.menu.MenuSettings;
import io.freshet.serving.live.menu.MenuTimes;
import io.freshet.serving.live.menu.Menus;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.redis.DocumentReads;
import io.freshet.serving.live.redis.InMemoryDocuments;
import io.freshet.serving.live.token.OrderTokens;
import io.freshet.serving.live.watch.OrderFeeds;
import io.freshet.serving.live.watch.WatchClock;
import io.freshet.serving.live.watch.WatchLimits;
import io.freshet.serving.live.watch.WatchMetrics;
import io.freshet.serving.live.watch.WatchTimes;
import io.freshet.testing.fuzz.document.DocumentedAnswers;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * A live server before documents in memory, and a client of it that holds every answer against the
 * OpenAPI document.
 */
final class LiveGate implements AutoCloseable {
  static final String SERVICE = "a token of the tests";
  static final String PAGE = "https://track.example";
  static final OrderKey ORDER = new OrderKey("san_francisco", 17);
  static final WatchLimits LIMITS = new WatchLimits(3, 2, 4000);
  static final LiveSettings.Requests REQUESTS = new LiveSettings.Requests(1024, 3);
  static final OrderTokens TOKENS =
      OrderTokens.signedWith("a secret of the tests, 32 bytes long", InstantSource.system());

  private static final MenuSettings MENUS =
      new MenuSettings(
          Optional.empty(),
          new MenuTimes(
              Duration.ofSeconds(10),
              Duration.ofSeconds(60),
              Duration.ofSeconds(1),
              Duration.ofDays(1)),
          new MenuLimits(1024, 8 << 20, 1));

  private static final DocumentedAnswers DOCUMENT =
      DocumentedAnswers.of("io/freshet/serving/live/http/openapi.yaml");

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final HttpClient client = HttpClient.newHttpClient();
  private final OrderFeeds feeds;
  private final HttpDoor door;

  private LiveGate(Optional<Menus> menus) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    WatchMetrics watchMetrics = new WatchMetrics(metrics);
    WatchTimes times =
        new WatchTimes(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1));
    LiveSettings settings =
        new LiveSettings(
            new HttpSettings("live", "127.0.0.1", 0, SERVICE),
            TOKENS,
            Set.of(PAGE),
            LIMITS,
            times,
            REQUESTS,
            RedisSettings.server("127.0.0.1", 1, ""),
            MENUS,
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ZERO,
            TracingSettings.off());
    this.feeds =
        OrderFeeds.open(documents, LIMITS, times, WatchClock.system(), watchMetrics, Tracing.off());
    this.door =
        LiveDoor.open(
            settings,
            new LiveDoor.Inside(feeds, new DocumentReads(documents), menus, metrics, watchMetrics),
            new Dependency("redis", () -> true));
  }

  /** One without menus. */
  static LiveGate open() {
    return new LiveGate(Optional.empty());
  }

  static LiveGate open(Menus menus) {
    return new LiveGate(Optional.of(menus));
  }

  InMemoryDocuments documents() {
    return documents;
  }

  OrderFeeds feeds() {
    return feeds;
  }

  int port() {
    return door.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(door.port(), path));
  }

  URI webSocket(String path) {
    return URI.create("ws://127.0.0.1:%d%s".formatted(door.port(), path));
  }

  static String token(OrderKey order) {
    return TOKENS.issue(order, Duration.ofMinutes(1)).text();
  }

  /** A request of the customer whose order it is. */
  HttpRequest.Builder customer(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token(ORDER));
  }

  /** A request of a service. */
  HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + SERVICE)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();

    return DOCUMENT.checked(
        request, client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join());
  }

  @Override
  public void close() {
    feeds.drain(Duration.ZERO);
    door.close();
    feeds.close();
  }
}

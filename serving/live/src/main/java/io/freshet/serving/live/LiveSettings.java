package io.freshet.serving.live;

import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.serving.live.menu.MenuSettings;
import io.freshet.serving.live.token.OrderTokens;
import io.freshet.serving.live.watch.WatchLimits;
import io.freshet.serving.live.watch.WatchTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the live server is told. Keys start with {@code live.}.
 *
 * @param http where it listens, and the token of services
 * @param tokens of customers
 * @param origins of pages that may come in
 * @param maps folder of streets that stand before the shipped ones
 * @param startTimeout how long Redis may take to answer at start
 * @param drain over which watchers are sent away at the end
 */
public record LiveSettings(
    HttpSettings http,
    OrderTokens tokens,
    Set<String> origins,
    WatchLimits limits,
    WatchTimes times,
    Requests requests,
    RedisSettings redis,
    MenuSettings menus,
    Optional<Path> maps,
    Duration startTimeout,
    Duration drain,
    TracingSettings tracing) {
  private static final String PART = "live";
  private static final int DEFAULT_PORT = 8787;
  private static final int MOST_SOCKETS = 1_000_000;
  private static final int LARGEST_DOCUMENT = 1 << 20;
  private static final int LEAST_MENU_MEMORY = 8 << 20;
  private static final int MOST_CONNECTIONS = 100;

  public LiveSettings {
    origins = Set.copyOf(origins);
    requireBetween("max-sockets", limits.maxSockets(), 1, MOST_SOCKETS);
    requireBetween(
        "max-connections", http.address().connections().total(), limits.maxSockets(), MOST_SOCKETS);
    requireBetween("max-sockets-per-order", limits.maxSocketsPerOrder(), 1, MOST_SOCKETS);
    requireBetween("max-document-bytes", limits.maxDocumentBytes(), 1 << 10, LARGEST_DOCUMENT);
    Duration second = Duration.ofSeconds(1);
    requireBetween("write-timeout", times.write(), second, Duration.ofMinutes(5));
    requireBetween("ping-every", times.pingEvery(), second, Duration.ofMinutes(5));
    requireBetween("idle-timeout", times.idle(), times.pingEvery(), Duration.ofHours(1));
    requireBetween("heal-every", times.healEvery(), Duration.ofMillis(100), Duration.ofMinutes(1));
    requireBetween("stale-after", times.staleAfter(), Duration.ZERO, Duration.ofHours(1));
    requireBetween("linger", times.linger(), second, Duration.ofHours(1));
    requireBetween("menu-fresh", menus.times().fresh(), second, Duration.ofHours(1));
    requireBetween("menu-stale", menus.times().stale(), menus.times().fresh(), Duration.ofDays(1));
    requireBetween(
        "menu-patience", menus.times().patience(), Duration.ofMillis(100), Duration.ofSeconds(10));
    requireBetween("menu-life", menus.times().life(), menus.times().stale(), Duration.ofDays(30));
    requireBetween("max-menu-bytes", menus.limits().maxMenuBytes(), 1 << 10, LARGEST_DOCUMENT);
    requireBetween(
        "menu-memory-bytes", menus.limits().memoryBytes(), LEAST_MENU_MEMORY, Integer.MAX_VALUE);
    requireBetween("menu-connections", menus.limits().connections(), 1, MOST_CONNECTIONS);
    requireBetween("start-timeout", startTimeout, second, Duration.ofMinutes(10));
    requireBetween("drain", drain, Duration.ZERO, Duration.ofMinutes(5));
  }

  /**
   * How much one request may bring or ask for.
   *
   * @param maxBatchOrders of one call of {@code /orders:batch}
   */
  public record Requests(int maxBodyBytes, int maxBatchOrders) {
    private static final int LARGEST_BODY = 16 << 20;
    private static final int MOST_ORDERS = 100_000;

    public Requests {
      requireBetween("max-body-bytes", maxBodyBytes, 1 << 10, LARGEST_BODY);
      requireBetween("max-batch-orders", maxBatchOrders, 1, MOST_ORDERS);
    }
  }

  static LiveSettings from(Settings settings) {
    return settings.read(LiveSettings::parts, List.of("live.", "tracing."));
  }

  private static LiveSettings parts(Settings settings) {
    return new LiveSettings(
        HttpSettings.from(settings, PART, DEFAULT_PORT),
        OrderTokens.signedWith(settings.text("live.token-secret"), InstantSource.system()),
        Set.copyOf(settings.list("live.allowed-origins", List.of())),
        new WatchLimits(
            settings.integer("live.max-sockets", 20_000),
            settings.integer("live.max-sockets-per-order", 50),
            settings.integer("live.max-document-bytes", 64 << 10)),
        new WatchTimes(
            settings.duration("live.write-timeout", Duration.ofSeconds(10)),
            settings.duration("live.ping-every", Duration.ofSeconds(20)),
            settings.duration("live.idle-timeout", Duration.ofSeconds(60)),
            settings.duration("live.heal-every", Duration.ofSeconds(5)),
            settings.duration("live.stale-after", Duration.ofSeconds(30)),
            settings.duration("live.linger", Duration.ofSeconds(30))),
        new Requests(
            settings.integer("live.max-body-bytes", 128 << 10),
            settings.integer("live.max-batch-orders", 1000)),
        RedisSettings.from(settings),
        MenuSettings.from(settings, PART),
        settings.optionalText("live.maps").map(Path::of),
        settings.duration("live.start-timeout", Duration.ofSeconds(30)),
        settings.duration("live.drain", Duration.ofSeconds(5)),
        TracingSettings.from(settings));
  }

  private static void requireBetween(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidSettingException(
          "live." + key, value, "between %d and %d".formatted(min, max));
    }
  }

  private static void requireBetween(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new InvalidSettingException(
          "live." + key,
          Durations.print(value),
          "between %s and %s".formatted(Durations.print(min), Durations.print(max)));
    }
  }
}

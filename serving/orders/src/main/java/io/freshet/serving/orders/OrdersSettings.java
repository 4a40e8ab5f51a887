package io.freshet.serving.orders;

import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.serving.orders.rules.EventTimes;
import java.time.Duration;
import java.util.List;

/**
 * Everything the order service is told. Keys start with {@code orders.}.
 *
 * @param connections to Postgres, and so the requests that are served at once
 * @param times when a step may have happened
 */
record OrdersSettings(
    HttpSettings http,
    PostgresSettings postgres,
    int connections,
    int maxBodyBytes,
    EventTimes times,
    TracingSettings tracing) {
  private static final String PART = "orders";
  private static final int DEFAULT_PORT = 8686;
  private static final int MOST_CONNECTIONS = 200;
  private static final int LARGEST_BODY = 1 << 20;
  // Beyond it the contract order_events would refuse the step as an event.
  private static final Duration MOST_AHEAD = Duration.ofMinutes(10);
  private static final Duration MOST_BEHIND = Duration.ofDays(7);

  OrdersSettings {
    requireBetween("connections", connections, 1, MOST_CONNECTIONS);
    requireBetween("max-body-bytes", maxBodyBytes, 1 << 10, LARGEST_BODY);
    requireAtMost("max-ahead", times.maxAhead(), MOST_AHEAD);
    requireAtMost("max-behind", times.maxBehind(), MOST_BEHIND);
  }

  static OrdersSettings from(Settings settings) {
    return settings.read(OrdersSettings::parts, List.of("orders.", "tracing."));
  }

  private static OrdersSettings parts(Settings settings) {
    return new OrdersSettings(
        HttpSettings.from(settings, PART, DEFAULT_PORT),
        PostgresSettings.from(settings, PART),
        settings.integer("orders.connections", 10),
        settings.integer("orders.max-body-bytes", 16 << 10),
        new EventTimes(
            settings.duration("orders.max-behind", Duration.ofHours(1)),
            settings.duration("orders.max-ahead", Duration.ofMinutes(1))),
        TracingSettings.from(settings));
  }

  private static void requireBetween(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidSettingException(
          "orders." + key, value, "between %d and %d".formatted(min, max));
    }
  }

  private static void requireAtMost(String key, Duration value, Duration max) {
    if (value.compareTo(max) > 0) {
      throw new InvalidSettingException(
          "orders." + key, Durations.print(value), "at most " + Durations.print(max));
    }
  }
}

package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.live.menu.MenuLimits;
import io.freshet.serving.live.menu.MenuSettings;
import io.freshet.serving.live.menu.MenuTimes;
import io.freshet.serving.live.watch.WatchLimits;
import io.freshet.serving.live.watch.WatchTimes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "live.token", "a token of the tests",
          "live.token-secret", "a secret of the tests, 32 bytes long",
          "redis.host", "127.0.0.1");

  @Test
  void pinsKeysAndDefaults() {
    Settings settings = Settings.of(REQUIRED);
    LiveSettings live = LiveSettings.from(settings);

    assertThat(live.http().address()).hasToString("127.0.0.1:8787");
    assertThat(live.origins()).isEmpty();
    assertThat(live.limits()).isEqualTo(new WatchLimits(20_000, 50, 65_536));
    assertThat(live.times())
        .isEqualTo(
            new WatchTimes(
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)));
    assertThat(live.requests()).isEqualTo(new LiveSettings.Requests(131_072, 1000));
    assertThat(live.redis()).isEqualTo(RedisSettings.server("127.0.0.1", 6379, ""));
    assertThat(live.menus())
        .isEqualTo(
            new MenuSettings(
                Optional.empty(),
                new MenuTimes(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1)),
                new MenuLimits(262_144, 67_108_864, 4)));
    assertThat(live.maps()).isEmpty();
    assertThat(live.tracing().isOn()).isFalse();
    assertThat(live.startTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(live.drain()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.effective().keySet())
        .containsExactlyInAnyOrder(
            "tracing.endpoint",
            "tracing.sample-ratio",
            "live.host",
            "live.port",
            "live.tls.certificate",
            "live.tls.key",
            "live.tls.terminated-elsewhere",
            "live.max-connections",
            "live.max-connections-per-address",
            "live.token",
            "live.token-secret",
            "live.allowed-origins",
            "live.max-sockets",
            "live.max-sockets-per-order",
            "live.max-document-bytes",
            "live.write-timeout",
            "live.ping-every",
            "live.idle-timeout",
            "live.heal-every",
            "live.stale-after",
            "live.linger",
            "live.max-body-bytes",
            "live.max-batch-orders",
            "live.database",
            "live.postgres-user",
            "live.postgres-password",
            "live.menu-fresh",
            "live.menu-stale",
            "live.menu-patience",
            "live.menu-life",
            "live.max-menu-bytes",
            "live.menu-memory-bytes",
            "live.menu-connections",
            "live.maps",
            "live.start-timeout",
            "live.drain",
            "redis.host",
            "redis.nodes",
            "redis.port",
            "redis.user",
            "redis.password",
            "redis.password-file",
            "redis.tls",
            "postgres.url");
  }

  @Test
  void menusAreWherePostgresIs() {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put("postgres.url", "jdbc:postgresql://127.0.0.1:5432/postgres");
    values.put("postgres.user", "us");
    values.put("postgres.password", "a password of the tests");
    values.put("live.database", "menus");

    LiveSettings live = LiveSettings.from(Settings.of(values));

    assertThat(live.menus().postgres().orElseThrow().databaseUrl())
        .isEqualTo("jdbc:postgresql://127.0.0.1:5432/menus");
    assertThat(live.toString()).doesNotContain("a password of the tests");
  }

  @Test
  void secretsDoNotReachTheLog() {
    Settings settings = Settings.of(REQUIRED);
    LiveSettings live = LiveSettings.from(settings);

    assertThat(settings.effective().toString() + live).doesNotContain("of the tests");
  }

  @ParameterizedTest
  @CsvSource({
    "live.port, 70000, between 0 and 65535",
    "live.token, short, at least 16 characters",
    "live.token-secret, short, of 32 bytes or more",
    "live.max-sockets, 0, between 1 and 1000000",
    "live.max-connections, 10, between 20000 and 1000000",
    "live.max-sockets-per-order, 0, between 1 and 1000000",
    "live.max-document-bytes, 10, between 1024 and 1048576",
    "live.write-timeout, 1ms, between 1s and 5m",
    "live.ping-every, 1h, between 1s and 5m",
    "live.idle-timeout, 1s, between 20s and 1h",
    "live.heal-every, 1ms, between 100ms and 1m",
    "live.stale-after, 2h, between 0ms and 1h",
    "live.linger, 0ms, between 1s and 1h",
    "live.max-body-bytes, 1, between 1024 and 16777216",
    "live.max-batch-orders, 0, between 1 and 100000",
    "live.menu-fresh, 1ms, between 1s and 1h",
    "live.menu-stale, 1s, between 10s and 1d",
    "live.menu-patience, 1ms, between 100ms and 10s",
    "live.menu-life, 1s, between 1m and 30d",
    "live.max-menu-bytes, 1, between 1024 and 1048576",
    "live.menu-memory-bytes, 1, between 8388608 and 2147483647",
    "live.menu-connections, 0, between 1 and 100",
    "live.start-timeout, 1h, between 1s and 10m",
    "live.drain, 1h, between 0ms and 5m",
    "redis.port, 0, between 1 and 65535"
  })
  void refusesValuesBeyondTheirLimits(String key, String value, String wanted) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put(key, value);

    assertThatThrownBy(() -> LiveSettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(key + " is ")
        .hasMessageContaining(wanted);
  }
}

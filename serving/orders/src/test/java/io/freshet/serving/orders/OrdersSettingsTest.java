package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.orders.rules.EventTimes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "orders.token", "0123456789abcdef",
          "postgres.url", "jdbc:postgresql://127.0.0.1:5432/postgres",
          "postgres.user", "freshet",
          "postgres.password", "secret");

  @Test
  void pinsKeysAndDefaults() {
    Settings settings = Settings.of(REQUIRED);
    OrdersSettings orders = OrdersSettings.from(settings);

    assertThat(orders.http()).hasToString("127.0.0.1:8686");
    assertThat(orders.postgres()).hasToString("jdbc:postgresql://127.0.0.1:5432/orders as freshet");
    assertThat(orders.connections()).isEqualTo(10);
    assertThat(orders.maxBodyBytes()).isEqualTo(16_384);
    assertThat(orders.times())
        .isEqualTo(new EventTimes(Duration.ofHours(1), Duration.ofMinutes(1)));
    assertThat(settings.effective().keySet())
        .filteredOn(key -> key.startsWith("orders."))
        .containsExactlyInAnyOrder(
            "orders.host",
            "orders.port",
            "orders.tls.certificate",
            "orders.tls.key",
            "orders.tls.terminated-elsewhere",
            "orders.max-connections",
            "orders.max-connections-per-address",
            "orders.token",
            "orders.database",
            "orders.postgres-user",
            "orders.postgres-password",
            "orders.start-timeout",
            "orders.connections",
            "orders.max-body-bytes",
            "orders.max-ahead",
            "orders.max-behind");
  }

  @ParameterizedTest
  @CsvSource({
    "orders.port, 70000, between 0 and 65535",
    "orders.token, short, at least 16 characters",
    "orders.connections, 0, between 1 and 200",
    "orders.max-body-bytes, 1, between 1024 and 1048576",
    "orders.max-ahead, 11m, at most 10m",
    "orders.max-behind, 8d, at most 7d"
  })
  void refusesValuesBeyondTheirLimits(String key, String value, String wanted) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put(key, value);

    assertThatThrownBy(() -> OrdersSettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(key + " is ")
        .hasMessageContaining(wanted);
  }
}

package io.freshet.core.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSettingsTest {
  @Test
  void takesItsOwnDatabaseOnTheSharedServer() {
    assertThat(settings("jdbc:postgresql://db:5432/orders?ssl=true", "catalog").databaseUrl())
        .isEqualTo("jdbc:postgresql://db:5432/catalog?ssl=true");
    assertThat(settings("jdbc:postgresql://db/", "catalog").databaseUrl())
        .isEqualTo("jdbc:postgresql://db/catalog");
  }

  @Test
  void refusesAnotherDatabasesAddress() {
    assertThatThrownBy(() -> settings("jdbc:sqlite:catalog.db", "catalog"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "postgres.url is jdbc:sqlite:catalog.db; it must be a JDBC address such as"
                + " jdbc:postgresql://127.0.0.1:5432/postgres");
  }

  @Test
  void refusesADatabaseThatCouldBeMoreThanAName() {
    assertThatThrownBy(() -> settings("jdbc:postgresql://db/x", "x; drop database orders"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("catalog.database is x; drop database orders; it must be lower");
  }

  @Test
  void isAUserOfItsOwnWhereOneIsNamed() {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "postgres.url", "jdbc:postgresql://db/postgres",
                "live.postgres-user", "live",
                "live.postgres-password", "of-live"));

    PostgresSettings live = PostgresSettings.from(Settings.of(values), "live");

    assertThat(live.user()).isEqualTo("live");
    assertThat(live.password()).isEqualTo("of-live");

    values.put("postgres.user", "all");
    values.put("postgres.password", "of-all");
    assertThat(PostgresSettings.from(Settings.of(values), "live").user()).isEqualTo("live");
    assertThat(PostgresSettings.from(Settings.of(values), "orders").user()).isEqualTo("all");
    assertThat(PostgresSettings.from(Settings.of(values), "orders").password()).isEqualTo("of-all");
  }

  /** The password of all parts is none of a user of its own. */
  @ParameterizedTest
  @CsvSource({"live.postgres-user, live, live", "live.postgres-password, of-live, not set"})
  void refusesAUserWithoutAPasswordOfTheirOwn(String key, String value, String shown) {
    Settings settings =
        Settings.of(
            Map.of(
                "postgres.url",
                "jdbc:postgresql://db/postgres",
                "postgres.user",
                "all",
                "postgres.password",
                "of-all",
                key,
                value));

    assertThatThrownBy(() -> PostgresSettings.from(settings, "live"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "live.postgres-user is %s; it must be set where live.postgres-password is, and nowhere"
                    .formatted(shown)
                + " else");
  }

  @Test
  void printsNoPassword() {
    assertThat(settings("jdbc:postgresql://db/orders?password=another", "catalog"))
        .hasToString("jdbc:postgresql://db/catalog as someone");
  }

  private static PostgresSettings settings(String url, String database) {
    return new PostgresSettings(
        "catalog", url, "someone", "a-password", database, Duration.ofSeconds(1));
  }
}

package io.freshet.core.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
  void printsNoPassword() {
    assertThat(settings("jdbc:postgresql://db/orders?password=another", "catalog"))
        .hasToString("jdbc:postgresql://db/catalog as someone");
  }

  private static PostgresSettings settings(String url, String database) {
    return new PostgresSettings(
        "catalog", url, "someone", "a-password", database, Duration.ofSeconds(1));
  }
}

package io.freshet.ingestion.capture.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
  @Test
  void hasTheUsualPortWhereNoneIsGiven() {
    assertThat(DatabaseAddress.parse("jdbc:postgresql://db.shop.example/shop"))
        .isEqualTo(new DatabaseAddress("db.shop.example", 5432, "shop", Map.of()));
  }

  @Test
  void takesParametersOfTheDriver() {
    assertThat(
            DatabaseAddress.parse(
                "jdbc:postgresql://127.0.0.1:6543/shop?sslmode=verify-full&sslrootcert=/ca.pem"))
        .isEqualTo(
            new DatabaseAddress(
                "127.0.0.1",
                6543,
                "shop",
                Map.of("sslmode", "verify-full", "sslrootcert", "/ca.pem")));
  }

  @Test
  void refusesAnotherDatabase() {
    assertThatThrownBy(() -> DatabaseAddress.parse("jdbc:mysql://127.0.0.1/shop"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "capture.url is jdbc:mysql://127.0.0.1/shop; it must be a JDBC address such as"
                + " jdbc:postgresql://127.0.0.1:5432/shop");
  }

  @Test
  void isPrintedWithoutWhatMayBeSecret() {
    assertThat(DatabaseAddress.parse("jdbc:postgresql://db/shop?sslpassword=x"))
        .hasToString("db:5432/shop");
  }
}

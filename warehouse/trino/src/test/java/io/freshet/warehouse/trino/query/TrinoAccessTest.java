package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrinoAccessTest {
  private static final Settings LOCAL =
      Settings.of(
          Map.of(
              "trino.host", "127.0.0.1",
              "trino.port", "8080",
              "trino.https-port", "8443",
              "trino.certificate", "/etc/trino.pem"));

  @Test
  void aNameIsEnoughWhereThereIsNoToken() {
    TrinoAccess access = TrinoAccess.of(LOCAL, "ana", Optional.empty());

    assertThat(access.address()).isEqualTo("127.0.0.1:8080");
    assertThat(access.properties())
        .containsOnly(Map.entry("user", "ana"), Map.entry("source", "freshet"));
  }

  @Test
  void aTokenGoesByHttpsOnly() {
    TrinoAccess access = TrinoAccess.of(LOCAL, "ana", Optional.of("t0k3n")).from("console");

    assertThat(access.address()).isEqualTo("127.0.0.1:8443");
    assertThat(access.properties())
        .containsEntry("SSL", "true")
        .containsEntry("accessToken", "t0k3n")
        .containsEntry("source", "console")
        .containsEntry("SSLTrustStorePath", "/etc/trino.pem");
    assertThat(access).hasToString("ana at 127.0.0.1:8443");
  }
}

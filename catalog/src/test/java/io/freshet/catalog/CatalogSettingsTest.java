package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.access.Clients;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "catalog.token", "a-token-of-enough-length",
          "catalog.warehouse", "s3://lake/warehouse",
          "postgres.url", "jdbc:postgresql://127.0.0.1:5432/orders",
          "postgres.user", "freshet",
          "postgres.password", "a-password");

  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(REQUIRED);

    CatalogSettings.from(settings);

    assertThat(settings.effective())
        .containsExactly(
            Map.entry("catalog-logins.file", ""),
            Map.entry("catalog-logins.life", "15m"),
            Map.entry("catalog-logins.secret", ""),
            Map.entry("catalog.allowed-locations", ""),
            Map.entry("catalog.client", ""),
            Map.entry("catalog.client-secret-file", ""),
            Map.entry("catalog.credential", ""),
            Map.entry("catalog.database", "catalog"),
            Map.entry("catalog.heap", ""),
            Map.entry("catalog.host", "127.0.0.1"),
            Map.entry("catalog.jwt-audience", "freshet"),
            Map.entry("catalog.jwt-issuer", ""),
            Map.entry("catalog.jwt-keys", ""),
            Map.entry("catalog.max-connections", "25000"),
            Map.entry("catalog.max-connections-per-address", "1000"),
            Map.entry("catalog.max-request-bytes", "8388608"),
            Map.entry("catalog.oauth2-uri", ""),
            Map.entry("catalog.port", "8181"),
            Map.entry("catalog.postgres-password", ""),
            Map.entry("catalog.postgres-user", ""),
            Map.entry("catalog.remote-signing", "false"),
            Map.entry("catalog.scope", ""),
            Map.entry("catalog.start-timeout", "30s"),
            Map.entry("catalog.tls.certificate", ""),
            Map.entry("catalog.tls.key", ""),
            Map.entry("catalog.tls.terminated-elsewhere", "false"),
            Map.entry("catalog.token", "***"),
            Map.entry("catalog.uri", ""),
            Map.entry("catalog.warehouse", "s3://lake/warehouse"),
            Map.entry("postgres.password", "***"),
            Map.entry("postgres.url", "jdbc:postgresql://127.0.0.1:5432/orders"),
            Map.entry("postgres.user", "freshet"),
            Map.entry("s3.access-key", ""),
            Map.entry("s3.endpoint", ""),
            Map.entry("s3.path-style-access", ""),
            Map.entry("s3.region", ""),
            Map.entry("s3.secret-key", ""));
  }

  @Test
  void tellsClientsWhereTheFilesAreButNoKeys() {
    CatalogSettings settings =
        with(
            Map.of(
                "s3.endpoint", "http://127.0.0.1:9000",
                "s3.region", "us-east-1",
                "s3.access-key", "an-access-key",
                "s3.secret-key", "a-secret-key",
                "s3.path-style-access", "true"));

    assertThat(settings.storage().forClients())
        .containsOnly(
            Map.entry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO"),
            Map.entry("s3.endpoint", "http://127.0.0.1:9000"),
            Map.entry("client.region", "us-east-1"),
            Map.entry("s3.path-style-access", "true"));
  }

  @Test
  void printsNoSecrets() {
    CatalogSettings settings =
        with(Map.of("s3.access-key", "an-access-key", "s3.secret-key", "a-secret-key"));

    assertThat(settings.toString())
        .doesNotContain("a-token", "a-password", "an-access-key", "a-secret-key");
  }

  @Test
  void refusesATokenThatCouldBeGuessed() {
    assertThatThrownBy(() -> with(Map.of("catalog.token", "short")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("catalog.token is too short; it must be at least 16 characters");
  }

  @Test
  void refusesToOpenToNobody() {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.remove("catalog.token");

    assertThatThrownBy(() -> CatalogSettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.token is not set; it must be set, or catalog-logins.file or catalog.jwt-issuer"
                + " in its place");
  }

  @Test
  void opensToClientsAloneWhereThereIsNoToken(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("clients.yaml");
    Files.writeString(
        file, "ana: {secret-sha256: '%s', scopes: [read]}".formatted(Clients.hash("a-secret")));
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.remove("catalog.token");
    values.put("catalog-logins.file", file.toString());
    values.put("catalog-logins.secret", "s".repeat(32));

    CatalogSettings settings = CatalogSettings.from(Settings.of(values));

    assertThat(settings.access().clients().names()).containsExactly("ana");
    assertThat(settings.access().open().desk()).isPresent();
    assertThat(settings.toString()).contains("clients=[ana]").doesNotContain("sss");
  }

  @Test
  void signsTheTokensOfClientsWithASecret() {
    assertThatThrownBy(() -> with(Map.of("catalog-logins.file", "/etc/freshet/clients.yaml")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog-logins.secret is not set; it must be set where catalog-logins.file is");
  }

  @Test
  void refusesASecretForClientsThatNoFileNames() {
    assertThatThrownBy(() -> with(Map.of("catalog-logins.secret", "s".repeat(32))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog-logins.secret is set; it must be left out where no catalog-logins.file is set");
  }

  @Test
  void refusesKeysOfAnIdentityProviderThatIsNotNamed() {
    assertThatThrownBy(() -> with(Map.of("catalog.jwt-keys", "https://id.example/jwks.json")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.jwt-keys is https://id.example/jwks.json; it must be left out where no"
                + " catalog.jwt-issuer is set");
  }

  @Test
  void refusesAPortThatDoesNotExist() {
    assertThatThrownBy(() -> with(Map.of("catalog.port", "65536")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("catalog.port is 65536; it must be between 0 and 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2147483647"})
  void refusesALimitForBodiesThatIsNone(String bytes) {
    assertThatThrownBy(() -> with(Map.of("catalog.max-request-bytes", bytes)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.max-request-bytes is %s; it must be between 1 and 268435456".formatted(bytes));
  }

  @Test
  void refusesAWarehouseThatIsNotInS3() {
    assertThatThrownBy(() -> with(Map.of("catalog.warehouse", "/tmp/warehouse")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.warehouse is /tmp/warehouse; it must be an address such as"
                + " s3://lake/warehouse");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "old/tables", "file:///etc"})
  void allowsNoLocationThatIsNoFolderInS3(String location) {
    assertThatThrownBy(
            () -> with(Map.of("catalog.allowed-locations", "s3://old/tables," + location)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.allowed-locations is %s; it must be addresses such as s3://old/tables"
                .formatted(location));
  }

  @Test
  void refusesHalfAPairOfKeys() {
    assertThatThrownBy(() -> with(Map.of("s3.access-key", "an-access-key")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "s3.secret-key is not set; it must be given together with the other key, or neither");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"store:9000", "http://my_store:9000", "http://proxy/s3", "not an address"})
  void signsForNoStoreWhoseHostItCantTell(String endpoint) {
    assertThatThrownBy(
            () -> with(Map.of("s3.endpoint", endpoint, "catalog.remote-signing", "true")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "s3.endpoint is %s; it must be an address such as https://store.example:9000 and no"
                    .formatted(endpoint)
                + " more, where catalog.remote-signing is true");
  }

  @Test
  void refusesAKeyThatItDoesNotKnow() {
    assertThatThrownBy(() -> with(Map.of("catalog.prot", "8181")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("catalog.prot is no setting; did you mean catalog.port?");
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                with(
                    Map.of(
                        "catalog.port", "65536",
                        "catalog.max-request-bytes", "many",
                        "catalog.start-timeout", "soon",
                        "catalog.prot", "8181")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll(
            "catalog.port is 65536", "catalog.max-request-bytes is many", "catalog.prot is no")
        .hasMessageContaining("catalog.start-timeout is soon");
  }

  private static CatalogSettings with(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.putAll(more);

    return CatalogSettings.from(Settings.of(values));
  }
}

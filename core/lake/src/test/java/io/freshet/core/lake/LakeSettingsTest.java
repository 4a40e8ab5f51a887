package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
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

class LakeSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of("catalog.uri", "http://127.0.0.1:8181", "catalog.token", "a-token");

  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(REQUIRED);

    LakeSettings.from(settings);

    assertThat(settings.effective())
        .containsExactly(
            Map.entry("catalog.client", ""),
            Map.entry("catalog.client-secret-file", ""),
            Map.entry("catalog.credential", ""),
            Map.entry("catalog.oauth2-uri", "http://127.0.0.1:8181/v1/oauth/tokens"),
            Map.entry("catalog.scope", "catalog"),
            Map.entry("catalog.token", "***"),
            Map.entry("catalog.uri", "http://127.0.0.1:8181"),
            Map.entry("catalog.warehouse", ""),
            Map.entry("s3.access-key", ""),
            Map.entry("s3.endpoint", ""),
            Map.entry("s3.path-style-access", "false"),
            Map.entry("s3.region", "us-east-1"),
            Map.entry("s3.secret-key", ""));
  }

  @Test
  void givesThemTheNamesThatIcebergKnows() {
    LakeSettings settings =
        with(
            Map.of(
                "catalog.warehouse", "lake",
                "s3.endpoint", "http://127.0.0.1:9000",
                "s3.access-key", "a-key",
                "s3.secret-key", "a-secret",
                "s3.path-style-access", "true"));

    assertThat(settings.icebergProperties())
        .containsEntry("uri", "http://127.0.0.1:8181")
        .containsEntry("rest.client.connection-timeout-ms", "10000")
        .containsEntry("rest.client.socket-timeout-ms", "60000")
        .containsEntry("token", "a-token")
        .containsEntry("warehouse", "lake")
        .containsEntry("s3.endpoint", "http://127.0.0.1:9000")
        .containsEntry("s3.access-key-id", "a-key")
        .containsEntry("s3.secret-access-key", "a-secret")
        .containsEntry("s3.path-style-access", "true");
  }

  @Test
  void logsInByACredentialBeforeATokenThatIsThereForOthers() {
    LakeSettings settings =
        with(Map.of("catalog.credential", "writer:a-secret", "catalog.scope", "write:raw"));

    assertThat(settings.icebergProperties())
        .containsEntry("credential", "writer:a-secret")
        .containsEntry("oauth2-server-uri", "http://127.0.0.1:8181/v1/oauth/tokens")
        .containsEntry("scope", "write:raw")
        .doesNotContainKey("token");
    assertThat(settings.toString() + settings.login()).doesNotContain("a-secret");
  }

  @Test
  void logsInAsAClientByAFileWhoseSecretIsTakenWhenItIsUsed(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, "a-secret\n");
    LakeSettings settings =
        with(Map.of("catalog.client", "writer", "catalog.client-secret-file", file.toString()));
    Map<String, String> first = settings.icebergProperties();
    Files.writeString(file, "another");

    assertThat(first).containsEntry("credential", "writer:a-secret").doesNotContainKey("token");
    assertThat(settings.icebergProperties()).containsEntry("credential", "writer:another");
    assertThat(settings.toString() + settings.login()).doesNotContain("another");
  }

  @Test
  void leavesAFileForClientsToThem(@TempDir Path folder) {
    String file = folder.resolve("absent").toString();

    assertThat(with(Map.of("catalog.client-secret-file", file)).icebergProperties())
        .containsEntry("token", "a-token");
    assertThatThrownBy(
            () ->
                with(Map.of("catalog.client", "writer", "catalog.client-secret-file", file))
                    .icebergProperties())
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("catalog.client-secret-file can't be read: ");
  }

  @Test
  void refusesAClientWithoutAFileOrWithAColon() {
    assertThatThrownBy(() -> with(Map.of("catalog.client", "writer")))
        .hasMessage(
            "catalog.client-secret-file is not set; it must be set where catalog.client is");
    assertThatThrownBy(
            () -> with(Map.of("catalog.client", "a:b", "catalog.client-secret-file", "/a")))
        .hasMessage("catalog.client is a:b; it must be a client's id, without a colon");
  }

  @Test
  void takesAnAddressThatEndsWithASlash() {
    LakeSettings settings =
        with(Map.of("catalog.uri", "http://127.0.0.1:8181/", "catalog.credential", "writer:x"));

    assertThat(settings.icebergProperties())
        .containsEntry("uri", "http://127.0.0.1:8181")
        .containsEntry("oauth2-server-uri", "http://127.0.0.1:8181/v1/oauth/tokens");
  }

  @Test
  void handsOnWhatIcebergKnowsByItsOwnNames() {
    LakeSettings settings =
        with(
            Map.of(
                "catalog.properties.prefix", "main",
                "catalog.properties.io-impl", "org.apache.iceberg.gcp.gcs.GCSFileIO",
                "catalog.properties.header.X-Realm", "delivery"));

    assertThat(settings.icebergProperties())
        .containsEntry("rest.auth.type", "oauth2")
        .containsEntry("token", "a-token")
        .containsEntry("prefix", "main")
        .containsEntry("io-impl", "org.apache.iceberg.gcp.gcs.GCSFileIO")
        .containsEntry("header.X-Realm", "delivery");
    assertThat(settings.fileIo()).isEqualTo("org.apache.iceberg.gcp.gcs.GCSFileIO");
    assertThat(with(Map.of()).fileIo()).isEqualTo("org.apache.iceberg.aws.s3.S3FileIO");
  }

  /** Glue knows no tokens: AWS's own signatures say who comes. */
  @Test
  void needsNoTokenWhereAnotherLoginIsNamed() {
    LakeSettings settings =
        LakeSettings.from(
            Settings.of(
                Map.of(
                    "catalog.uri", "https://glue.eu-central-1.amazonaws.com/iceberg",
                    "catalog.properties.rest.auth.type", "sigv4",
                    "catalog.properties.rest.signing-name", "glue")));

    assertThat(settings.icebergProperties())
        .containsEntry("rest.auth.type", "sigv4")
        .containsEntry("rest.signing-name", "glue")
        .doesNotContainKeys("token", "credential");
    assertThat(settings.login().key()).isEqualTo("catalog.properties.rest.auth.type");
  }

  @Test
  void keepsSecretsOfIcebergsOwnPropertiesToItself() {
    Settings settings =
        Settings.of(
            Map.of(
                "catalog.uri", "http://127.0.0.1:8181",
                "catalog.token", "a-token",
                "catalog.properties.header.Authorization", "Basic abc",
                "catalog.properties.rest.auth.basic.password", "abc"));

    LakeSettings lake = LakeSettings.from(settings);

    assertThat(lake.toString() + settings.effective()).doesNotContain("abc");
  }

  @Test
  void needsATokenOrACredential() {
    assertThatThrownBy(
            () -> LakeSettings.from(Settings.of(Map.of("catalog.uri", "http://127.0.0.1:8181"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("catalog.token is not set");
  }

  @Test
  void refusesACredentialWithoutAnIdAndKeepsItToItself() {
    assertThatThrownBy(() -> with(Map.of("catalog.credential", "a-secret-alone")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.credential is without a colon; it must be a client's id, a colon and its"
                + " secret");
  }

  @Test
  void leavesToTheSdkWhatIsNotSaid() {
    assertThat(with(Map.of()).icebergProperties())
        .doesNotContainKeys("warehouse", "s3.endpoint", "s3.access-key-id", "s3.secret-access-key");
  }

  @Test
  void printsNoSecrets() {
    LakeSettings settings = with(Map.of("s3.access-key", "a-key", "s3.secret-key", "a-secret"));

    assertThat(settings.toString()).doesNotContain("a-token", "a-key", "a-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3.access-key", "s3.secret-key"})
  void refusesHalfAPairOfKeys(String key) {
    String other = key.equals("s3.access-key") ? "s3.secret-key" : "s3.access-key";

    assertThatThrownBy(() -> with(Map.of(key, "a-key")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "%s is not set; it must be given together with the other key, or neither"
                .formatted(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8181", "thrift://127.0.0.1:9083", "http://", "http:// x"})
  void refusesAnAddressThatIsNotHttp(String address) {
    assertThatThrownBy(() -> with(Map.of("catalog.uri", address)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog.uri is %s; it must be an http or https address such as http://127.0.0.1:8181"
                .formatted(address));
    assertThatThrownBy(() -> with(Map.of("s3.endpoint", address)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("s3.endpoint is %s; ".formatted(address));
  }

  private static LakeSettings with(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.putAll(more);

    return LakeSettings.from(Settings.of(values));
  }
}

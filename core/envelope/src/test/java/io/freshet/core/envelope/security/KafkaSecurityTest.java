package io.freshet.core.envelope.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSecurityTest {
  private static final String SECRET = "s3cret";

  private final Map<String, String> given = new HashMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void logsInWithAPassword() {
    given.put("kafka.bootstrap", "kafka:9093");
    given.put("kafka.security.protocol", "SASL_SSL");
    given.put("kafka.sasl.mechanism", "SCRAM-SHA-512");
    given.put("kafka.sasl.username", "gateway");
    given.put("kafka.sasl.password", SECRET);
  }

  @Test
  void asksNothingOfAClusterThatAsksNobody() {
    assertThat(KafkaSecurity.from(Settings.of(Map.of()))).isEqualTo(KafkaSecurity.NONE);
    assertThat(new KafkaSettings("kafka:9092", 1).clientConfig())
        .containsExactly(Map.entry("bootstrap.servers", "kafka:9092"));
  }

  @Test
  void logsInByScramOverTls() {
    assertThat(security().properties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"gateway\" password=\"s3cret\";")
        .containsEntry("ssl.enabled.protocols", "TLSv1.3,TLSv1.2")
        .containsEntry("ssl.endpoint.identification.algorithm", "https");
  }

  @Test
  void letsNoPasswordEndTheLoginsConfiguration() {
    given.put("kafka.sasl.password", "a\"; evil \\");

    assertThat(security().properties().get("sasl.jaas.config"))
        .endsWith("password=\"a\\\"; evil \\\\\";");
  }

  @Test
  void namesThePasswordsFileAndNotThePassword() throws IOException {
    given.remove("kafka.sasl.password");
    String withBlank = SECRET + " ";
    given.put("kafka.sasl.password-file", written("password", withBlank + "\n"));

    assertThat(security().properties())
        .containsEntry("sasl.client.callback.handler.class", PasswordFileLogin.class.getName());
    assertThat(security().properties().toString()).doesNotContain(SECRET);
    assertThat(PasswordFileLogin.password(folder.resolve("password"))).isEqualTo(withBlank);
  }

  @Test
  void knowsAStoreByItsNamesEnding() throws IOException {
    given.put("kafka.tls.truststore", written("ca.crt", ""));
    given.put("kafka.tls.keystore", written("user.p12", ""));
    given.put("kafka.tls.keystore-password", SECRET);

    assertThat(security().properties())
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.keystore.type", "PKCS12")
        .containsEntry("ssl.keystore.password", SECRET);
  }

  @Test
  void keepsSecretsOutOfWhatIsPrinted() {
    Settings settings = Settings.of(given);
    KafkaSettings kafka = KafkaSettings.from(settings);

    assertThat(kafka.toString() + settings.effective())
        .contains("SASL_SSL", "gateway")
        .doesNotContain(SECRET);
    assertThat(new SaslLogin.Secret(Optional.of(SECRET), Optional.empty())).hasToString("***");
  }

  @Test
  void namesEveryProblemAtOnceWithoutTheSecret() {
    given.put("kafka.security.protocol", "SASL_TLS");
    given.put("kafka.tls.truststore", "/nowhere/ca.pem");

    assertThatThrownBy(() -> Settings.of(given).read(KafkaSecurity::from, List.of("kafka.")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "kafka.security.protocol is SASL_TLS; it must be PLAINTEXT, SSL, SASL_PLAINTEXT or"
                + " SASL_SSL")
        .hasMessageContaining("kafka.tls.truststore is /nowhere/ca.pem; it must be left out")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(SECRET));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kafka.security.protocol | SSL | kafka.sasl.mechanism is SCRAM-SHA-512; it must be left out where kafka.security.protocol is SSL; with a password it is SASL_SSL
          kafka.sasl.mechanism | GSSAPI | kafka.sasl.mechanism is GSSAPI; it must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER
          kafka.sasl.mechanism | | kafka.sasl.mechanism is not set; set it in the profile or as FRESHET_KAFKA_SASL_MECHANISM
          kafka.sasl.username | | kafka.sasl.username is not set; set it in the profile or as FRESHET_KAFKA_SASL_USERNAME
          kafka.sasl.password | | kafka.sasl.password is not set; it must be set, or kafka.sasl.password-file name a file that holds it
          kafka.sasl.password-file | /nowhere/password | kafka.sasl.password is set; it must be left out where kafka.sasl.password-file names a file
          kafka.sasl.oauth-endpoint | https://login.example/token | kafka.sasl.oauth-endpoint is https://login.example/token; it must be left out unless kafka.sasl.mechanism is OAUTHBEARER
          kafka.sasl.mechanism | OAUTHBEARER | kafka.sasl.oauth-endpoint is not set; set it in the profile or as FRESHET_KAFKA_SASL_OAUTH_ENDPOINT
          kafka.tls.truststore | /nowhere/ca.pem | kafka.tls.truststore is /nowhere/ca.pem; it must be a file that this process may read
          kafka.tls.keystore-password | x | kafka.tls.keystore-password is set; it must be left out where no kafka.tls.keystore is set
          """)
  void refusesWhatWouldNotWork(String key, String value, String message) {
    given.put(key, value == null ? "" : value);

    assertThatThrownBy(this::security)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"PLAIN", "OAUTHBEARER"})
  void refusesToShowAPasswordToWhoeverListens(String mechanism) {
    given.put("kafka.security.protocol", "SASL_PLAINTEXT");
    given.put("kafka.sasl.mechanism", mechanism);

    assertThatThrownBy(this::security)
        .hasMessageContaining("where kafka.security.protocol is SASL_PLAINTEXT: anyone on the way");
  }

  @ParameterizedTest
  @CsvSource({"http://login.example.invalid/token", "file:///etc/passwd", "login"})
  void takesTokensFromASafeAddressAlone(String endpoint) {
    given.put("kafka.sasl.mechanism", "OAUTHBEARER");
    given.put("kafka.sasl.oauth-endpoint", endpoint);

    assertThatThrownBy(this::security)
        .hasMessage(
            "kafka.sasl.oauth-endpoint is %s; it must be an https:// address, as of an identity"
                    .formatted(endpoint)
                + " provider");
  }

  @ParameterizedTest
  @CsvSource({"http://localhost:8080/token", "http://127.0.0.1/token", "http://[::1]/token"})
  void takesTokensFromThisMachine(String endpoint) {
    given.put("kafka.sasl.mechanism", "OAUTHBEARER");
    given.put("kafka.sasl.oauth-endpoint", endpoint);

    assertThat(security().properties())
        .containsEntry("sasl.oauthbearer.token.endpoint.url", endpoint);
  }

  private KafkaSecurity security() {
    return KafkaSecurity.from(Settings.of(given));
  }

  private String written(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}

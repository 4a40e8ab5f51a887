package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          jdbc:postgresql://h:5432/d?user=u&password=p,w&ssl=true | jdbc:postgresql://h:5432/d?user=u&password=***&ssl=true
          jdbc:postgresql://h/d?sslpassword=x                     | jdbc:postgresql://h/d?sslpassword=***
          required username="u" password="p w";                   | required username="u" password=***;
          DefaultEndpointsProtocol=https;AccessKey=k==;Name=n     | DefaultEndpointsProtocol=https;AccessKey=***;Name=n
          -catalog.token=abc                                      | -catalog.token=***
          -catalog.credential=writer:abc                          | -catalog.credential=***
          https://user:p@ss@registry:8081/apis                    | https://***@registry:8081/apis
          http://u:p@one:1,http://u:q@two:2                       | http://***@one:1,http://***@two:2
          redis://:pw@127.0.0.1:6379                              | redis://***@127.0.0.1:6379
          """)
  void masksSecretsInsideAValue(String value, String shown) {
    assertThat(Secrets.masked("some.url", value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:postgresql://127.0.0.1:5432/orders?user=u",
        "s3://lake/warehouse",
        "http://127.0.0.1:8081/a@b",
        "ops@example.org"
      })
  void leavesAloneWhatHoldsNone(String value) {
    assertThat(Secrets.masked("some.url", value)).isEqualTo(value);
  }

  @Test
  void masksWholeValuesByTheirKeys() {
    assertThat(Secrets.masked("s3.secret-key", "abc")).isEqualTo("***");
    assertThat(Secrets.masked("catalog.credential", "writer:abc")).isEqualTo("***");
    assertThat(Secrets.masked("catalog.properties.header.Authorization", "Basic abc"))
        .isEqualTo("***");
    assertThat(Secrets.masked("s3.secret-key", "")).isEmpty();
    assertThat(Secrets.masked("kafka.sasl.password-file", "/run/password")).startsWith("/run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres.password",
        "gateway.key-hashes",
        "catalog.properties.header.Authorization",
        "catalog.properties.adls.auth.shared-key.account.key",
        "catalog.properties.adls.connection-string.lake",
        "ALERTS_WEBHOOK",
        "CATALOG_CREDENTIAL",
        "HEADER_AUTHORIZATION",
        "ADLS_AUTH_SHARED_KEY_ACCOUNT",
        "ADLS_CONNECTION_STRING",
        "AWS_ACCESS_KEY_ID",
        "GATEWAY_KEY_HASHES",
        "SNOWFLAKE_PRIVATE_KEY"
      })
  void knowsSecretsByTheirKeys(String key) {
    assertThat(Secrets.isSecret(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres.user",
        "snowflake.private-key-file",
        "lake.warehouse",
        "POSTGRES_PASSWORD_FILE",
        "tls.key"
      })
  void takesNoOtherKeyForASecrets(String key) {
    assertThat(Secrets.isSecret(key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake.token",
        "lake.credential",
        "s3.access-key-id",
        "s3.secret-access-key",
        "fs.s3a.access.key",
        "javax.jdo.option.ConnectionPassword"
      })
  void tellsEnginesByWhichKeysSecretsAreKnown(String key) {
    assertThat(key).containsPattern(Secrets.keyPattern());
    assertThat("lake.warehouse").doesNotContainPattern(Secrets.keyPattern());
  }

  @Test
  void aRefusedValueKeepsItsPasswordToItself() {
    assertThat(new InvalidSettingException("a.url", "jdbc:x://h?password=abc", "an address"))
        .hasMessage("a.url is jdbc:x://h?password=***; it must be an address");
  }
}

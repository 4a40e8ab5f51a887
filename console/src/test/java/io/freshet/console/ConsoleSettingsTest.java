package io.freshet.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.console.login.LoginSettings;
import io.freshet.console.rows.RowSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSettingsTest {
  private static final Path PROFILE = Path.of("/platform/profile.yaml");
  private static final Map<String, String> ELSEWHERE =
      Map.of("FRESHET_CONSOLE_LOGIN_ELSEWHERE", "true");
  private static final Map<String, String> OIDC =
      Map.of(
          "FRESHET_CONSOLE_OIDC_ISSUER", "https://id.example/realms/company",
          "FRESHET_CONSOLE_OIDC_CLIENT", "freshet-console",
          "FRESHET_CONSOLE_OIDC_SECRET", "of-the-client",
          "FRESHET_CONSOLE_OIDC_REDIRECT", "https://console.example/login/callback",
          "FRESHET_CONSOLE_OIDC_MAY_SEE", "data",
          "FRESHET_CONSOLE_OIDC_SESSION_SECRET", "0123456789abcdef0123456789abcdef");

  @Test
  void hasADefaultForAllThatIsItsOwn() {
    Settings settings = settings(Map.of());

    ConsoleSettings.from(settings, PROFILE);

    assertThat(settings.effective())
        .containsEntry("console.host", "127.0.0.1")
        .containsEntry("console.port", "8989")
        .containsEntry("console.allowed-hosts", "")
        .containsEntry("console.login.elsewhere", "false")
        .containsEntry("console.oidc.issuer", "")
        .containsEntry("console.oidc.groups-claim", "groups")
        .containsEntry("console.oidc.scopes", "profile,email")
        .containsEntry("console.oidc.may-see", "")
        .containsEntry("console.oidc.may-ask", "")
        .containsEntry("console.oidc.session", "8h")
        .containsEntry("console.max-connections", "25000")
        .containsEntry("console.measure-every", "10s")
        .containsEntry("console.flink", "")
        .containsEntry("console.flink-file", "")
        .containsEntry("console.role", "analyst")
        .containsEntry("console.user", "console")
        .containsEntry("console.token", "")
        .containsEntry("console.queries", "2")
        .containsEntry("console.query-rows", "500")
        .containsEntry("console.query-time", "30s")
        .containsEntry("console.query-scan-gigabytes", "10")
        .containsEntry("console.dead-letters-back", "7d")
        .containsEntry("history.every", "1m")
        .containsEntry("history.rows-per-minute", "1000")
        .containsEntry("receipts.path", "/platform/receipts");
  }

  @Test
  void refusesWhatMakesNoSenseAndWhatItDoesNotKnow() {
    assertThatThrownBy(
            () ->
                ConsoleSettings.from(
                    settings(Map.of("FRESHET_CONSOLE_MEASURE_EVERY", "10ms")), PROFILE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("console.measure-every is 10ms; it must be between 1s and 1h");
    assertThatThrownBy(
            () ->
                ConsoleSettings.from(
                    settings(Map.of("FRESHET_CONSOLE_FLINK", "jobmanager:8081")), PROFILE))
        .hasMessageContaining("console.flink is jobmanager:8081; it must be addresses");
    assertThatThrownBy(
            () -> ConsoleSettings.from(settings(Map.of("FRESHET_HISTORY_EVERY", "1s")), PROFILE))
        .hasMessageContaining("history.every is 1s; it must be between 10s and 1h");
    assertThatThrownBy(
            () ->
                ConsoleSettings.from(
                    settings(Map.of("FRESHET_CONSOLE_MESURE_EVERY", "10s")), PROFILE))
        .hasMessageContaining("did you mean FRESHET_CONSOLE_MEASURE_EVERY?");
  }

  @Test
  void readsRowsAsItsOwnUserAndNeverAsThePlatforms() {
    RowSettings rows =
        ConsoleSettings.from(
                settings(
                    Map.of(
                        "FRESHET_TRINO_HOST", "127.0.0.1",
                        "FRESHET_TRINO_PORT", "8080",
                        "FRESHET_TRINO_TOKEN", "of-a-person")),
                PROFILE)
            .rows();

    assertThat(rows.trino().orElseThrow()).hasToString("console at 127.0.0.1:8080");
    assertThat(rows.trino().orElseThrow().token()).isEmpty();
    for (Map<String, String> none :
        List.of(Map.<String, String>of(), Map.of("FRESHET_TRINO_HOST", "trino.example"))) {
      assertThat(ConsoleSettings.from(settings(none), PROFILE).rows().trino()).isEmpty();
    }
    assertThatThrownBy(
            () ->
                ConsoleSettings.from(settings(Map.of("FRESHET_CONSOLE_USER", "freshet")), PROFILE))
        .hasMessageContaining("console.user is freshet; it must be a user with one role");
    assertThatThrownBy(
            () -> ConsoleSettings.from(settings(Map.of("FRESHET_CONSOLE_QUERIES", "0")), PROFILE))
        .hasMessageContaining("console.queries is 0; it must be between 1 and 20");
  }

  @Test
  void isOpenToOthersOnlyIfTheyLogInOrASettingSaysWhere() {
    Map<String, String> others =
        Map.of(
            "FRESHET_CONSOLE_HOST", "0.0.0.0",
            "FRESHET_CONSOLE_TLS_TERMINATED_ELSEWHERE", "true");

    assertThatThrownBy(() -> ConsoleSettings.from(settings(others), PROFILE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "console.host is 0.0.0.0; it must be a loopback address such as 127.0.0.1 unless"
                + " console.oidc.issuer names who knows people, or console.login.elsewhere is true");
    assertThatThrownBy(
            () ->
                ConsoleSettings.from(
                    settings(Map.of("FRESHET_CONSOLE_ALLOWED_HOSTS", "console.example")), PROFILE))
        .hasMessageContaining(
            "console.allowed-hosts is console.example; it must be left out unless");
    for (Map<String, String> known : List.of(OIDC, ELSEWHERE)) {
      Map<String, String> all = new HashMap<>(others);
      all.putAll(known);
      assertThat(ConsoleSettings.from(settings(all), PROFILE).access().login().isPresent())
          .isEqualTo(known == OIDC);
    }
    Map<String, String> both = new HashMap<>(OIDC);
    both.putAll(ELSEWHERE);
    assertThatThrownBy(() -> ConsoleSettings.from(settings(both), PROFILE))
        .hasMessageContaining("console.login.elsewhere is true; it must be left out");
  }

  @Test
  void keepsTheSecretsOfALoginToItself() {
    Settings settings = settings(OIDC);

    LoginSettings login = ConsoleSettings.from(settings, PROFILE).access().login().orElseThrow();

    assertThat(login.toString() + settings.effective())
        .doesNotContain("of-the-client", "0123456789abcdef0123456789abcdef");
    assertThat(login.client().isSecure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "FRESHET_CONSOLE_OIDC_ISSUER, http://id.example, by https or of this machine",
    "FRESHET_CONSOLE_OIDC_ISSUER, https://id.example?x=1, console.oidc.issuer is",
    "FRESHET_CONSOLE_OIDC_ISSUER, https://user:x@id.example, console.oidc.issuer is",
    "FRESHET_CONSOLE_OIDC_ISSUER, '', console.oidc.issuer is not set",
    "FRESHET_CONSOLE_OIDC_CLIENT, '', console.oidc.client is not set",
    "FRESHET_CONSOLE_OIDC_REDIRECT, '', console.oidc.redirect is not set",
    "FRESHET_CONSOLE_OIDC_REDIRECT, http://console.example/login/callback, console.oidc.redirect is",
    "FRESHET_CONSOLE_OIDC_REDIRECT, https://console.example/, console.oidc.redirect is",
    "FRESHET_CONSOLE_OIDC_MAY_SEE, '', console.oidc.may-see is not set",
    "FRESHET_CONSOLE_OIDC_SESSION, 1m, console.oidc.session is 1m; it must be between 5m and",
    "FRESHET_CONSOLE_OIDC_SESSION_SECRET, short, console.oidc.session-secret is"
  })
  void refusesALoginThatWouldKeepNobodyOut(String key, String value, String told) {
    Map<String, String> wrong = new HashMap<>(OIDC);
    wrong.put(key, value);

    assertThatThrownBy(() -> ConsoleSettings.from(settings(wrong), PROFILE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(told);
  }

  @Test
  void readsTheRedisOfTheServicesAsAUserOfItsOwn() {
    assertThat(ConsoleSettings.from(settings(Map.of()), PROFILE).installation().redis()).isEmpty();
    assertThat(
            ConsoleSettings.from(
                    settings(
                        Map.of(
                            "FRESHET_REDIS_HOST", "redis.example",
                            "FRESHET_REDIS_PASSWORD", "of-services",
                            "FRESHET_CONSOLE_REDIS_USER", "freshet-console",
                            "FRESHET_CONSOLE_REDIS_PASSWORD", "its-own")),
                    PROFILE)
                .installation()
                .redis())
        .hasValueSatisfying(
            access -> {
              assertThat(access).hasToString("freshet-console at redis.example:6379");
              assertThat(access.redis().login().password()).isEqualTo("its-own");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "FRESHET_CONSOLE_REDIS_PASSWORD, console.redis-user",
    "FRESHET_CONSOLE_REDIS_USER, console.redis-password"
  })
  void aUserOfRedisHasAPasswordAndAPasswordAUser(String set, String lacking) {
    assertThatThrownBy(() -> ConsoleSettings.from(settings(Map.of(set, "its-own")), PROFILE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            lacking + " is not set; it must be set together with the other of the two, or neither");
  }

  private static Settings settings(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "FRESHET_CONTRACTS_PATH", "contracts",
                "FRESHET_CATALOG_URI", "http://127.0.0.1:8181",
                "FRESHET_CATALOG_TOKEN", "0123456789abcdef",
                "FRESHET_KAFKA_BOOTSTRAP", "127.0.0.1:9092",
                "FRESHET_REGISTRY_URL", "http://127.0.0.1:8081"));
    environment.putAll(more);

    return Settings.ofEnvironment(environment);
  }
}

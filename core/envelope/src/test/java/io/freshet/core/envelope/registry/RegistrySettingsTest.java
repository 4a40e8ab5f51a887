package io.freshet.core.envelope.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {
  @Test
  void readsEveryKeyWithItsDefault() {
    assertThat(
            RegistrySettings.from(
                Settings.of(Map.of("registry.url", "http://127.0.0.1:8081/api/"))))
        .isEqualTo(new RegistrySettings("http://127.0.0.1:8081/api", Duration.ofSeconds(5)));
  }

  @Test
  void showsAUserAndItsPasswordOrAToken() {
    assertThat(login(Map.of("registry.user", "writer", "registry.password", "a-password")))
        .containsExactly(Map.entry("Authorization", "Basic d3JpdGVyOmEtcGFzc3dvcmQ="));
    assertThat(login(Map.of("registry.token", "a-token")))
        .containsExactly(Map.entry("Authorization", "Bearer a-token"));
    assertThat(login(Map.of())).isEmpty();
  }

  @Test
  void takesWhatTheFileHoldsWhenItIsShown(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "a-token\n");
    RegistrySettings settings = with(Map.of("registry.token-file", file.toString()));

    assertThat(settings.login().headers()).containsEntry("Authorization", "Bearer a-token");
    Files.writeString(file, "another");
    assertThat(settings.login().headers()).containsEntry("Authorization", "Bearer another");
    Files.delete(file);
    assertThatThrownBy(settings.login()::headers)
        .hasMessageStartingWith("registry.token-file can't be read: ");
  }

  /** A header's client would print such a one in what it says of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a\nb", "a\rb", "a\0b", "a\u007fb"})
  void refusesASecretThatIsNotOneLineAndDoesNotShowIt(String held, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), held);
    RegistryLogin token = with(Map.of("registry.token-file", file.toString())).login();
    RegistryLogin password =
        with(Map.of("registry.user", "writer", "registry.password-file", file.toString())).login();

    assertThatThrownBy(token::headers)
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The secret that the schema registry is shown (a token) must be one line that is not"
                + " empty, of ASCII");
    assertThatThrownBy(password::headers)
        .hasMessageContaining("(the password of writer) must be one line");
  }

  @Test
  void refusesATokenThatNoHeaderCarriesAndTakesSuchAPassword() {
    assertThatThrownBy(() -> login(Map.of("registry.token", "t€n")))
        .hasMessageEndingWith("of ASCII")
        .hasMessageNotContaining("t€n");
    assertThat(login(Map.of("registry.user", "writer", "registry.password", "p€w")))
        .containsExactly(Map.entry("Authorization", "Basic d3JpdGVyOnDigqx3"));
  }

  @Test
  void takesASecretWithItsLineEndForOneLine() {
    assertThat(login(Map.of("registry.token", "t\n")))
        .containsExactly(Map.entry("Authorization", "Bearer t"));
  }

  @Test
  void refusesAUserThatBasicAuthenticationCannotCarry() {
    Map<String, String> settings = Map.of("registry.user", "a:b", "registry.password", "c");

    assertThatThrownBy(() -> with(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "registry.user is a:b; it must be without a colon, after which a registry reads the"
                + " password");
  }

  @Test
  void keepsWhatItShowsToItself() {
    assertThat(with(Map.of("registry.user", "writer", "registry.password", "hush")).toString())
        .contains("login=writer")
        .doesNotContain("hush");
  }

  @Test
  void refusesToShowALoginToWhoeverListens() {
    assertThatThrownBy(
            () -> with(Map.of("registry.url", "http://registry:8080", "registry.token", "a-token")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "registry.url is http://registry:8080; it must be an https address where a login is"
                + " set, which whoever listens would read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry.user  | writer      |                        |   | registry.user is writer; it
          registry.token | a           | registry.password      | b | is two secrets; it must be one of
          registry.token | a           | registry.token-file    | b | is two secrets; it must be one of
          registry.password | a        |                        |   | registry.user is not set; it
          registry.token-file | /absent |                       |   | registry.token-file is /absent;
          """)
  void refusesHalfALoginAndTwo(
      String key, String value, String another, String itsValue, String problem) {
    Map<String, String> settings = new HashMap<>(Map.of(key, value));
    if (another != null) {
      settings.put(another, itsValue);
    }

    assertThatThrownBy(() -> with(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(problem);
  }

  private static Map<String, String> login(Map<String, String> more) {
    return with(more).login().headers();
  }

  private static RegistrySettings with(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(Map.of("registry.url", "https://registry"));
    values.putAll(more);

    return RegistrySettings.from(Settings.of(values));
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> RegistrySettings.of("127.0.0.1:8081"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "registry.url is 127.0.0.1:8081;"
                + " it must be an http or https address such as http://127.0.0.1:8081");
  }
}

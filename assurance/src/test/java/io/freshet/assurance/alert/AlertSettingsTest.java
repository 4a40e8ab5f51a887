package io.freshet.assurance.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSettingsTest {
  @Test
  void nobodyIsToldUnlessTheProfileSaysWhom() {
    assertThat(AlertSettings.from(Settings.of(Map.of())).webhook()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example/T0/B0",
        "http://127.0.0.1:9093/alerts",
        "http://localhost/a",
        "http://[::1]:80/"
      })
  void takesWhatNobodyElseCanListenTo(String url) {
    assertThat(from(url).webhook()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/T0",
        "http://127.0.0.1.example/",
        "http://169.254.169.254/latest",
        "https://user:pass@hooks.example/",
        "file:///etc/passwd",
        "hooks.example",
        "https:///nowhere",
        "not an address"
      })
  void refusesWhatOthersCouldHearWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> from(url))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "alerts.webhook is ***; it must be an https:// address without a user, or http:// on"
                + " the loopback address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://freshet.example/", "http://10.0.0.7:8989"})
  void alertsLeadToTheConsole(String url) {
    assertThat(
            AlertSettings.from(Settings.of(Map.of("alerts.console", url))).console().orElseThrow())
        .hasToString(url.replaceFirst("/$", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "freshet.example",
        "https://me:secret@freshet.example",
        "https://freshet.example/?q=1",
        "not an address"
      })
  void refusesWhereNoConsoleIs(String url) {
    assertThatThrownBy(() -> AlertSettings.from(Settings.of(Map.of("alerts.console", url))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("alerts.console is ")
        .hasMessageContaining("it must be the address of the console")
        .hasMessageNotContaining("secret");
  }

  @Test
  void isNotPrintedAmongTheSettings() {
    Settings settings = Settings.of(Map.of("alerts.webhook", "https://hooks.example/secret"));

    AlertSettings.from(settings);

    assertThat(settings.effective().toString()).doesNotContain("secret");
  }

  private static AlertSettings from(String url) {
    return AlertSettings.from(Settings.of(Map.of("alerts.webhook", url)));
  }
}

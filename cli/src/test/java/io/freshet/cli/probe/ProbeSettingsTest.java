package io.freshet.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeSettingsTest {
  private static final String URL = "https://gateway.example";

  @TempDir private Path folder;

  @Test
  void findsTheEmbeddedGatewayAtItsUsualPortAndItsKeysWhereItsCommandWritesThem() {
    ProbeSettings settings = ProbeSettings.from(Settings.of(Map.of()), new StateFolder(folder));

    assertThat(settings)
        .isEqualTo(
            new ProbeSettings(
                "http://127.0.0.1:8484",
                folder.toAbsolutePath().normalize().resolve("gateway-keys")));
  }

  @Test
  void wantsToBeToldWhereAnotherGatewayAndItsKeysAre() {
    assertThat(
            ProbeSettings.from(
                Settings.of(Map.of("probe.gateway-url", URL, "probe.gateway-keys", "/run/keys"))))
        .isEqualTo(new ProbeSettings(URL, Path.of("/run/keys")));
    assertThatThrownBy(() -> ProbeSettings.from(Settings.of(Map.of("probe.gateway-url", URL))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "probe.gateway-keys is not set; set it in the profile or as"
                + " FRESHET_PROBE_GATEWAY_KEYS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gateway.example", "ftp://gateway.example", "http://h:70000", "http://h?a=b"})
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> new ProbeSettings(url, folder))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "probe.gateway-url is %s; it must be an http or https address such as"
                + " http://127.0.0.1:8484",
            url);
  }

  @Test
  void readsAKeyOfEachProducer() throws IOException {
    assertThat(keys("dasher-app  one\n\norders two\n").gateway().keys())
        .isEqualTo(Map.of("dasher-app", "one", "orders", "two"));
  }

  @Test
  void showsTheLineThatIsNoKeyAndNotWhatItHolds() throws IOException {
    ProbeSettings settings = keys("dasher-app one\na-secret\n");

    assertThatThrownBy(settings::gateway)
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Line 2 of %s is not a producer's name and, behind a space, its key",
            settings.gatewayKeys());
  }

  @Test
  void saysWhereKeysComeFromWhereThereAreNone() {
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> new ProbeSettings(URL, none).gateway())
        .isInstanceOf(FreshetException.class)
        .hasMessageContainingAll(
            none + ": there is no such file", "./freshet gateway", "probe.gateway-keys");
  }

  private ProbeSettings keys(String text) throws IOException {
    return new ProbeSettings(URL, Files.writeString(folder.resolve("keys"), text));
  }
}

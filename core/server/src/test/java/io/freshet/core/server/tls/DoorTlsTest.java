package io.freshet.core.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTlsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
  void speaksInTheClearToItsOwnMachine(String host) {
    assertThat(address(Map.of("gateway.host", host)).tls()).isEqualTo(DoorTls.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "gateway.invalid"})
  void opensNoDoorToOthersInTheClear(String host) {
    assertThatThrownBy(() -> address(Map.of("gateway.host", host)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "gateway.host is %s; it must be a loopback address such as 127.0.0.1 unless"
                    .formatted(host)
                + " gateway.tls.certificate and gateway.tls.key are set, or"
                + " gateway.tls.terminated-elsewhere is true because a proxy before it speaks TLS");
  }

  @Test
  void opensItWhereSomethingBeforeItSpeaksTls() {
    HttpAddress address =
        address(Map.of("gateway.host", "0.0.0.0", "gateway.tls.terminated-elsewhere", "true"));

    assertThat(address.tls().terminatedElsewhere()).isTrue();
  }

  @Test
  void aCertificateAndItsKeyGoTogether() {
    assertThatThrownBy(() -> address(Map.of("gateway.tls.certificate", "/nowhere/tls.crt")))
        .hasMessage(
            "gateway.tls.key is not set; it must be set: gateway.tls.certificate and"
                + " gateway.tls.key go together");
  }

  @Test
  void saysWhichFileIsNotThere() {
    assertThatThrownBy(
            () ->
                address(
                    Map.of(
                        "gateway.tls.certificate", "/nowhere/tls.crt",
                        "gateway.tls.key", "/nowhere/tls.key")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway.tls.certificate is /nowhere/tls.crt")
        .hasMessageContaining("there is no /nowhere/tls.crt");
  }

  @Test
  void takesNoOtherFileForACertificate(@TempDir Path folder) throws Exception {
    String file = Files.writeString(folder.resolve("tls.crt"), "no certificate").toString();

    assertThatThrownBy(
            () -> address(Map.of("gateway.tls.certificate", file, "gateway.tls.key", file)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("it must be PEM files of a certificate and of its key");
  }

  private static HttpAddress address(Map<String, String> given) {
    return HttpAddress.from(Settings.of(given), "gateway", 8080);
  }
}

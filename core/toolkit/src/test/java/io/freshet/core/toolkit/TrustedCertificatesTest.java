package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {
  @TempDir private Path folder;

  @Test
  void changesNothingWhereNoneAreNamed() throws Exception {
    SSLContext before = SSLContext.getDefault();

    TrustedCertificates.install(Settings.of(Map.of()));

    assertThat(SSLContext.getDefault()).isSameAs(before);
  }

  @Test
  void refusesAFileWithoutCertificates() throws Exception {
    Path empty = Files.createFile(folder.resolve("ca.pem"));

    assertThatThrownBy(() -> TrustedCertificates.install(Settings.of(Map.of("tls.ca", "" + empty))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "tls.ca is %s (there is none in it); it must be a PEM file of certificates"
                .formatted(empty));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path absent = folder.resolve("ca.pem");

    assertThatThrownBy(
            () -> TrustedCertificates.install(Settings.of(Map.of("tls.ca", "" + absent))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("tls.ca is " + absent);
  }

  @Test
  void areTrustedByAProcessAndNotByWhoOnlyReadsItsProfile() throws Exception {
    Path profile = Files.writeString(folder.resolve("profile.yaml"), "tls.ca: /absent/ca.pem\n");

    assertThat(Settings.load(profile, Map.of(), Map.of()).text("tls.ca"))
        .isEqualTo("/absent/ca.pem");
    assertThatThrownBy(() -> Settings.forProcess(profile, Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("tls.ca is /absent/ca.pem");
  }
}

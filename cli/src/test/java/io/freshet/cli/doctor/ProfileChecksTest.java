package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.doctor.Finding.State;
import io.freshet.core.toolkit.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a profile may say, and who may read it. */
class ProfileChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Path FILE = Path.of("p.yaml");

  @ParameterizedTest
  @CsvSource({
    "rw-------, true, OK",
    "rw-r-----, true, FAILED",
    "rw-------, false, WARNING",
    "rw-r--r--, false, FAILED"
  })
  void secretsAreTheirOwners(String permissions, boolean isGenerated, State state) {
    Finding finding =
        ProfileChecks.secrets(
            FILE,
            "kafka.bootstrap: a:1\ns3.secret-key: hidden\n",
            PosixFilePermissions.fromString(permissions),
            isGenerated);

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.seen() + finding.remedy()).doesNotContain("hidden");
  }

  @Test
  void aProfileWithoutSecretsMayBeRead() {
    assertThat(
            ProfileChecks.secrets(
                FILE, "a: b", PosixFilePermissions.fromString("rw-r--r--"), false))
        .isEqualTo(Finding.ok("no secret stands in the profile"));
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    Settings settings = Settings.of(Map.of("kafka.bootstrapp", "a:1", "registry.url", "nowhere"));

    Finding finding = ProfileChecks.settings(settings, "correct it");

    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.seen())
        .contains(
            "contracts.path is not set",
            "registry.url is nowhere",
            "kafka.bootstrapp is no setting; did you mean kafka.bootstrap?");
  }

  @ParameterizedTest
  @CsvSource({"-1, FAILED", "3600, WARNING", "8640000, OK"})
  void aTokenThatSaysWhenItEndsIsHeldToIt(long seconds, State state) {
    String claims = "{\"sub\":\"ana\",\"exp\":%d}".formatted(NOW.getEpochSecond() + seconds);
    String token =
        "e30.%s.x"
            .formatted(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(claims.getBytes(StandardCharsets.UTF_8)));

    assertThat(ProfileChecks.tokens(Map.of("trino.token", token), NOW).state()).isEqualTo(state);
    assertThat(ProfileChecks.tokens(Map.of("catalog.token", "opaque"), NOW).state())
        .isEqualTo(State.OK);
  }
}

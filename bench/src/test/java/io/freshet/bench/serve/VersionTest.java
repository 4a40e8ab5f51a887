package io.freshet.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void standsInFrontOfTheDocument() {
    assertThat(
            Version.ofDocument("{\"order_version\":6,\"event_time_ms\":1700,\"market\":\"oslo\"}"))
        .contains(new Version(6, 1700));
    assertThat(Version.ofDocument("{\"event_time_ms\":1700,\"market\":\"oslo\"}")).isEmpty();
  }

  @Test
  void aHigherOrderVersionIsNewerWhateverTheTime() {
    assertThat(new Version(5, 1)).isGreaterThan(new Version(4, 9));
    assertThat(new Version(5, 2)).isGreaterThan(new Version(5, 1));
  }
}

package io.freshet.core.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
  private final BearerToken token = new BearerToken("open-sesame");

  @ParameterizedTest
  @ValueSource(strings = {"Bearer open-sesame", "bearer open-sesame", "Bearer  open-sesame "})
  void admitsWhoHasTheToken(String authorization) {
    assertThat(token.admits(authorization)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "open-sesame",
        "Basic open-sesame",
        "Bearer open-sesam",
        "Bearer open-sesame2",
        "Bearer OPEN-SESAME"
      })
  void refusesAnyoneElse(String authorization) {
    assertThat(token.admits(authorization)).isFalse();
  }

  @Test
  void comparesTokensThatAreNotAscii() {
    assertThat(new BearerToken("sésame").admits("Bearer sesame")).isFalse();
  }
}

package io.freshet.ingestion.gateway.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private final ApiKeys keys =
      ApiKeys.of(
          List.of(
              "rider-app:" + ApiKeys.hash("first"),
              "rider-app:" + ApiKeys.hash("second"),
              "dispatch:" + ApiKeys.hash("third")));

  @Test
  void knowsWhoseKeyItIs() {
    assertThat(keys.producer("Bearer first")).contains("rider-app");
    assertThat(keys.producer("bearer  second ")).contains("rider-app");
    assertThat(keys.producer("Bearer third")).contains("dispatch");
  }

  @Test
  void takesTheProducerAndTheKeyAsUserAndPassword() {
    assertThat(keys.producer(basic("dispatch:third"))).contains("dispatch");
    assertThat(keys.producer(basic("rider-app:third"))).isEmpty();
    assertThat(keys.producer(basic("third"))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer fourth", "first", "Basic ?", "Digest x"})
  void knowsNobodyElse(String authorization) {
    assertThat(keys.producer(authorization)).isEmpty();
  }

  @Test
  void thereIsNoGatewayWithoutKeys() {
    assertThatThrownBy(() -> ApiKeys.of(List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway.key-hashes");
  }

  @Test
  void aKeyInPlaceOfItsHashIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> ApiKeys.of(List.of("rider-app:first")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("an entry of ")
        .hasMessageNotContaining("first");
  }

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }
}

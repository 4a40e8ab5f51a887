package io.freshet.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GatewayKeysTest {
  private final Contracts shipped = Contracts.read(Path.of("..", "contracts"));

  @Test
  void everyProducerAndReaderHasAKeyOfItsOwn() {
    GatewayKeys keys = GatewayKeys.of("secret", shipped);

    assertThat(keys.byClient().keySet()).containsExactly("dasher-app", "orders", "wall-board");
    assertThat(keys.byClient().values()).doesNotHaveDuplicates().allMatch(k -> k.length() == 64);
  }

  @Test
  void keysStayTheSameWhileTheSecretDoes() {
    assertThat(GatewayKeys.of("secret", shipped)).isEqualTo(GatewayKeys.of("secret", shipped));
    assertThat(GatewayKeys.of("another", shipped)).isNotEqualTo(GatewayKeys.of("secret", shipped));
  }

  @Test
  void theGatewayIsToldHashesAndNoKeys() {
    GatewayKeys keys = GatewayKeys.of("secret", shipped);

    assertThat(keys.hashes())
        .matches("dasher-app:[0-9a-f]{64},orders:[0-9a-f]{64},wall-board:[0-9a-f]{64}");
    keys.byClient().values().forEach(key -> assertThat(keys.hashes()).doesNotContain(key));
  }
}

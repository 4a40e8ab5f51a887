package io.freshet.assurance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayTest {
  private static final String URL = "http://127.0.0.1:8484";

  private final Contracts contracts = Contracts.read(Path.of("..", "contracts"));
  private final Gateway gateway = new Gateway(URL + "/", Map.of("orders", "one", "billing", "two"));

  @Test
  void opensWithTheKeyOfAProducerWhomTheContractNames() {
    assertThat(gateway.key(contracts.require("order_events"))).isEqualTo("one");
    assertThat(gateway.events()).hasToString(URL + "/events");
  }

  @Test
  void refusesAContractIntoWhichNobodySendsOverHttp() {
    assertThatThrownBy(() -> gateway.key(contracts.require("markets")))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Contract markets names no producers, so that no gateway takes its events; probe it by"
                + " Kafka");
  }

  @Test
  void namesThoseOfWhomAKeyIsWanted() {
    assertThatThrownBy(() -> gateway.key(contracts.require("dasher_pings")))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "dasher_pings takes events of dasher-app, of whom probe.gateway-keys has no key");
  }

  @Test
  void keepsItsKeysToItself() {
    assertThat(gateway).hasToString(URL);
  }
}

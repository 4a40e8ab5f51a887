package io.freshet.simulator.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedContractsTest {
  private static final Path SHIPPED = Path.of("../contracts");

  @TempDir private Path folder;

  @Test
  void ordersAreCapturedAndAllElseIsAsItWas() {
    Contracts captured = Contracts.read(CapturedContracts.copy(SHIPPED, folder.resolve("copy")));

    assertThat(captured.require("order_events").capturedFrom()).contains("public.order_steps");
    assertThat(captured.require("dasher_pings"))
        .isEqualTo(Contracts.read(SHIPPED).require("dasher_pings"));
  }

  @Test
  void saysWhatAContractWouldHaveToSay() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(own.resolve("order_events.yaml"), "name: order_events");

    assertThatThrownBy(() -> CapturedContracts.copy(own, folder.resolve("copy")))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("capturedFrom, value: public.order_steps");
  }
}

package io.freshet.ingestion.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapturedStreamsTest {
  private static final Contracts SHIPPED = Contracts.read(Path.of("..", "..", "contracts"));
  private static final Contracts WITH_ORDERS = withOrders();

  private static Contracts withOrders() {
    List<Contract> all = new ArrayList<>(SHIPPED.all());
    all.add(ShopTexts.latest());
    all.add(ShopTexts.history());

    return Contracts.of(all);
  }

  @Test
  void areThoseThatAreCapturedFromATable() {
    CapturedStreams streams = CapturedStreams.of(WITH_ORDERS, List.of());

    assertThat(streams.tablesByContract())
        .containsOnlyKeys("orders", "order_changes")
        .containsValue("public.orders");
    assertThat(streams.tables()).containsExactly("public.orders");
  }

  @Test
  void areThoseThatAreNamed() {
    assertThat(CapturedStreams.of(WITH_ORDERS, List.of("orders")).tablesByContract())
        .containsOnlyKeys("orders");
  }

  @Test
  void refusesOneThatIsNotCaptured() {
    assertThatThrownBy(() -> CapturedStreams.of(WITH_ORDERS, List.of("order_change")))
        .hasMessage(
            "capture.contracts is order_change; it must be contracts with the customProperty"
                + " capturedFrom; did you mean order_changes?");
  }

  @Test
  void saysHowAContractIsCaptured() {
    assertThatThrownBy(() -> CapturedStreams.of(SHIPPED, List.of()))
        .hasMessage(
            "No contract is captured from a database; give one the customProperty capturedFrom, such"
                + " as public.orders");
  }
}

package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the example makes of the shipped contract of orders. */
class OrdersExampleTest {
  private static final String SCRIPT = "capture_orders.sh";

  @TempDir private Path folder;
  private Path contracts;
  private Path orderEvents;

  @BeforeEach
  void copy() throws Exception {
    contracts = OrdersExample.contracts(folder);
    orderEvents = contracts.resolve("order_events.yaml");
  }

  @Test
  void namesTheTableAndNothingElseChanges() throws Exception {
    Contract shipped = Contracts.read(contracts).require("order_events");

    OrdersExample.run(SCRIPT, contracts.toString());

    Contract captured = Contracts.read(contracts).require("order_events");
    assertThat(shipped.capturedFrom()).isEmpty();
    assertThat(captured.capturedFrom()).contains("public.order_steps");
    assertThat(captured.schema()).isEqualTo(shipped.schema());
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    OrdersExample.run(SCRIPT, contracts.toString());
    String once = Files.readString(orderEvents);

    assertThat(OrdersExample.run(SCRIPT, contracts.toString())).contains("already");
    assertThat(Files.readString(orderEvents)).isEqualTo(once);
  }

  @Test
  void leavesAContractAloneThatItDoesNotKnow() throws Exception {
    String other = Files.readString(orderEvents).replace("[orders]", "[orders, till]");
    Files.writeString(orderEvents, other);

    assertThatThrownBy(() -> OrdersExample.run(SCRIPT, contracts.toString()))
        .hasMessageContaining("by hand");
    assertThat(Files.readString(orderEvents)).isEqualTo(other);
  }
}

package io.freshet.bench.serve.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Version;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ActiveOrdersTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final int COUNT = 10;

  private final ActiveOrders orders = new ActiveOrders(COUNT, NOW);
  private final List<SimulatedEvent> past = new ArrayList<>();

  @Test
  void theirPastComesInTheOrderOfTimeAndEndsNow() {
    orders.past(past::add);

    assertThat(past).hasSize((int) orders.pastEvents());
    assertThat(past).isSortedAccordingTo(Comparator.comparingLong(SimulatedEvent::eventMicros));
    assertThat(past.get(past.size() - 1).eventMicros() / 1_000)
        .isBetween(NOW.minusSeconds(30).toEpochMilli(), NOW.toEpochMilli());
  }

  @Test
  void eachIsCarriedByADasherOfItsOwn() {
    orders.past(past::add);

    List<OrderStep> last =
        past.stream()
            .filter(OrderStep.class::isInstance)
            .map(OrderStep.class::cast)
            .filter(step -> step.version() == 6)
            .toList();
    assertThat(last).hasSize(COUNT).allMatch(step -> step.state() == OrderState.PICKED_UP);
    assertThat(last.stream().map(OrderStep::dasherId)).doesNotHaveDuplicates();
    Ping ping = orders.ping(3, NOW);
    assertThat(ping.orderId()).isEqualTo(OptionalLong.of(last.get(3).order().orderId()));
    assertThat(OptionalLong.of(ping.dasherId())).isEqualTo(last.get(3).dasherId());
  }

  @Test
  void knowsTheVersionThatEachMustShow() {
    orders.past(past::add);
    Ping ping = orders.ping(3, NOW.plusSeconds(60));

    assertThat(orders.newest())
        .hasSize(COUNT)
        .containsEntry(
            new LiveOrder(ping.market(), ping.orderId().orElseThrow()),
            new Version(6, NOW.plusSeconds(60).toEpochMilli()));
  }
}

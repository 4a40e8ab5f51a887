package io.freshet.bench.serve.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.serve.LiveOrder;
import org.junit.jupiter.api.Test;

class CarriedOrdersTest {
  private final CarriedOrders carried = new CarriedOrders();

  @Test
  void whatWasPickedUpLastComesFirst() {
    carried.take(order(1), step(6, "picked_up", 10));
    carried.take(order(2), step(6, "picked_up", 30));
    carried.take(order(3), step(6, "picked_up", 20));
    carried.take(order(4), step(5, "ready", 40));

    assertThat(carried.latestFirst()).containsExactly(order(2), order(3), order(1));
  }

  @Test
  void theHighestVersionCountsInWhicheverOrderStepsCome() {
    carried.take(order(1), step(7, "delivered", 20));
    carried.take(order(1), step(6, "picked_up", 10));
    carried.take(order(2), step(5, "ready", 10));
    carried.take(order(2), step(6, "picked_up", 20));

    assertThat(carried.latestFirst()).containsExactly(order(2));
  }

  private static LiveOrder order(long id) {
    return new LiveOrder("oslo", id);
  }

  private static CarriedOrders.Step step(int version, String state, long micros) {
    return new CarriedOrders.Step(version, state, micros);
  }
}

package io.freshet.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.live.LiveOrders.LiveOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveOrdersTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant BEFORE = BEGUN.minusSeconds(1);
  private static final Instant AFTER = BEGUN.plusSeconds(1);

  @Test
  void showsTheOrderThatIsCarriedLongest() {
    List<LiveOrder> orders =
        List.of(
            order("cooking", "preparing", AFTER, Duration.ofMinutes(40)),
            order("soon", "picked_up", AFTER, Duration.ofMinutes(2)),
            order("later", "picked_up", AFTER, Duration.ofMinutes(9)));

    assertThat(LiveOrders.longest(orders, BEGUN)).map(LiveOrder::orderId).contains("later");
  }

  @Test
  void showsOneThatIsCookedWhereNoneIsCarried() {
    List<LiveOrder> orders = List.of(order("cooking", "preparing", BEGUN, Duration.ofMinutes(40)));

    assertThat(LiveOrders.longest(orders, BEGUN)).map(LiveOrder::orderId).contains("cooking");
  }

  @Test
  void leavesOutOrdersThatNobodyBringsAnyMore() {
    List<LiveOrder> orders = List.of(order("stale", "picked_up", BEFORE, Duration.ofMinutes(40)));

    assertThat(LiveOrders.longest(orders, BEGUN)).isEmpty();
  }

  private static LiveOrder order(String id, String state, Instant heard, Duration left) {
    return new LiveOrder(
        "eta:{oslo:%s}".formatted(id),
        JsonNodeFactory.instance
            .objectNode()
            .put("market", "oslo")
            .put("order_id", id)
            .put("state", state)
            .put("event_time_ms", heard.toEpochMilli())
            .put("predicted_arrival", heard.plus(left).toString()));
  }
}

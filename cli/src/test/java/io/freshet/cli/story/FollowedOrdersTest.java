package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.live.LiveOrders.LiveOrder;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FollowedOrdersTest {
  private static final Predicate<String> ALWAYS = key -> true;

  private final FollowedOrders followed = new FollowedOrders();

  @Test
  void followsThreeAtATimeAndNoneTwice() {
    List<LiveOrder> all = IntStream.range(0, 9).mapToObj(id -> order(id, "preparing")).toList();

    assertThat(followed.next(all, ALWAYS)).hasSize(3);
    assertThat(followed.next(all, ALWAYS)).isEmpty();
  }

  @Test
  void followsANextOneForEachThatIsOver() {
    List<LiveOrder> all = IntStream.range(0, 9).mapToObj(id -> order(id, "preparing")).toList();
    LiveOrder first = followed.next(all, ALWAYS).get(0);
    List<LiveOrder> others = all.stream().filter(each -> !each.equals(first)).toList();

    List<LiveOrder> next = followed.next(others, key -> !key.equals(first.key()));

    assertThat(next).extracting(LiveOrder::orderId).containsExactly("3");
  }

  @Test
  void beginsWithThoseThatHaveMostBeforeThem() {
    Stream<LiveOrder> late = IntStream.range(0, 5).mapToObj(id -> order(id, "picked_up"));
    List<LiveOrder> all = Stream.concat(late, Stream.of(order(7, "dasher_assigned"))).toList();

    assertThat(followed.next(all, ALWAYS))
        .extracting(LiveOrder::orderId)
        .containsExactly("7", "0", "1");
  }

  private static LiveOrder order(int id, String state) {
    return new LiveOrder(
        "eta:{oslo:%d}".formatted(id),
        JsonNodeFactory.instance
            .objectNode()
            .put("market", "oslo")
            .put("order_id", id)
            .put("state", state));
  }
}

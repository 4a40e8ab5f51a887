package io.freshet.serving.live.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderMessagesTest {
  private static final OrderState ASSIGNED =
      state(
          "{\"order_version\":4,\"event_time_ms\":1000,\"state\":\"dasher_assigned\","
              + "\"stage\":\"to_restaurant\",\"latitude\":37.770000,\"dasher_id\":5}");

  @Test
  void aSnapshotHasAllThatIsKnown() {
    assertThat(OrderMessages.snapshot(ASSIGNED))
        .isEqualTo(
            "{\"type\":\"snapshot\",\"version\":[4,1000],\"order\":{\"order_version\":4,"
                + "\"event_time_ms\":1000,\"state\":\"dasher_assigned\",\"stage\":\"to_restaurant\","
                + "\"latitude\":37.770000,\"dasher_id\":5}}");
  }

  @Test
  void aDeltaHasWhatIsNewAndWhatIsNoMore() {
    OrderState moved =
        state(
            "{\"order_version\":4,\"event_time_ms\":3000,\"state\":\"dasher_assigned\","
                + "\"latitude\":37.771000,\"longitude\":-122.400000,\"dasher_id\":5}");

    assertThat(OrderMessages.delta(ASSIGNED, moved))
        .isEqualTo(
            "{\"type\":\"delta\",\"from\":[4,1000],\"version\":[4,3000],"
                + "\"set\":{\"event_time_ms\":3000,\"latitude\":37.771000,\"longitude\":-122.400000},"
                + "\"unset\":[\"stage\"]}");
  }

  @Test
  void aValueThatBecomesNullIsSet() {
    OrderState from = state("{\"order_version\":1,\"event_time_ms\":1,\"basis\":\"cell\"}");
    OrderState to = state("{\"order_version\":2,\"event_time_ms\":1,\"basis\":null}");

    assertThat(OrderMessages.delta(from, to))
        .contains("\"set\":{\"order_version\":2,\"basis\":null}", "\"unset\":[]");
  }

  @Test
  void whatIsStaleSaysSinceWhen() {
    assertThat(OrderMessages.stale(Instant.ofEpochSecond(60)))
        .isEqualTo("{\"type\":\"stale\",\"since\":\"1970-01-01T00:01:00Z\"}");
  }

  private static OrderState state(String json) {
    return OrderDocument.of(json.getBytes(UTF_8))
        .flatMap(document -> OrderState.of(document, 0))
        .orElseThrow();
  }
}

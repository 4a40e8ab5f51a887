package io.freshet.serving.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServedOrderTest {
  private static final String ACTIVE =
      """
      {"order_version":5,"event_time_ms":1772366400000,"market":"boston","order_id":17,
       "state":"dasher_assigned","event_time":"2026-03-01T12:00:00Z","dasher_id":5,
       "latitude":42.36,"longitude":-71.05,"position_time":"2026-03-01T11:59:50Z",
       "stage":"to_restaurant","predicted_arrival":"2026-03-01T12:20:00Z",
       "latest_arrival":"2026-03-01T12:31:00Z","remaining_seconds":1200,"reason":"on_time",
       "basis":"cell","pickup":{"latitude":42.35,"longitude":-71.06},"distance_meters":2100}
      """;

  @Test
  void readsAnOrderThatIsUnderWay() {
    ServedOrder order = ServedOrder.parse(ACTIVE).orElseThrow();

    assertThat(order.name()).isEqualTo(new OrderName("boston", 17));
    assertThat(order.version().eventTime()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(order.pickup()).contains(new Place(42.35, -71.06));
    assertThat(order.estimate().orElseThrow().latest())
        .isEqualTo(Instant.parse("2026-03-01T12:31:00Z"));
    assertThat(order.estimate().orElseThrow().distanceMeters()).hasValue(2100);
  }

  @Test
  void readsOneThatIsOver() {
    ServedOrder order =
        ServedOrder.parse(
                "{\"order_version\":8,\"event_time_ms\":1,\"market\":\"boston\",\"order_id\":17,"
                    + "\"state\":\"delivered\"}")
            .orElseThrow();

    assertThat(order.estimate()).isEmpty();
    assertThat(order.state()).isEqualTo("delivered");
  }

  @Test
  void takesNothingElseForAnOrder() {
    assertThat(ServedOrder.parse("no JSON")).isEmpty();
    assertThat(ServedOrder.parse("[]")).isEmpty();
    assertThat(ServedOrder.parse("{\"event_time_ms\":1}")).isEmpty();
  }

  @Test
  void namesNothingThatAKeyOrAStatementReadsOtherwise() {
    assertThat(OrderName.of("boston", "17")).contains(new OrderName("boston", 17));
    assertThat(OrderName.of("bos*", "17")).isEmpty();
    assertThat(OrderName.of("o'hara", "17")).isEmpty();
    assertThat(OrderName.of("boston", "17;")).isEmpty();
  }
}

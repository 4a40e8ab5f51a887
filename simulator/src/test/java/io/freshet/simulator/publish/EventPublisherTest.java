package io.freshet.simulator.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.Ping;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private final HeldOutlet pings = new HeldOutlet();
  private final HeldOutlet orders = new HeldOutlet();
  private final HeldOutlet markets = new HeldOutlet();
  private final EventPublisher publisher =
      new EventPublisher(ShippedContracts.read(), pings, orders, markets);

  @Test
  void countsWhatHasArrivedAndNothingElse() {
    publisher.send(ping(37_000_000));
    publisher.send(ping(37_000_001));
    pings.deliver(1);

    assertThat(publisher.deliveries().sent())
        .containsEntry("dasher_pings", 1L)
        .containsEntry("order_events", 0L)
        .containsEntry("markets", 0L);
  }

  @Test
  void hasEverythingDeliveredAfterAFlush() {
    publisher.send(ping(37_000_000));
    publisher.send(ping(37_000_001));
    publisher.flush();

    assertThat(publisher.deliveries().sent()).containsEntry("dasher_pings", 2L);
  }

  @Test
  void refusesToGoOnAfterALoss() {
    publisher.send(ping(37_000_000));
    pings.fail(0, new FreshetException(Fault.DEPENDENCY, "Cannot send: Kafka is away"));

    assertThatThrownBy(() -> publisher.send(ping(37_000_001)))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Cannot send: Kafka is away");
    assertThatThrownBy(publisher::flush).hasMessage("Cannot send: Kafka is away");
    assertThat(pings.payloads).hasSize(1);
  }

  @Test
  void countsWhatTheContractCannotHoldAndGoesOn() {
    publisher.send(pingBeyondTheCalendar());
    publisher.send(ping(37_000_000));
    publisher.flush();

    assertThat(publisher.deliveries().refused()).containsOnlyKeys("dasher_pings");
    assertThat(publisher.deliveries().allRefused()).isEqualTo(1);
    assertThat(publisher.deliveries().sent()).containsEntry("dasher_pings", 1L);
    assertThat(pings.payloads.get(0).get("order_id")).isNull();
  }

  @Test
  void closesAllOutlets() {
    publisher.close();

    assertThat(pings.isClosed && orders.isClosed && markets.isClosed).isTrue();
  }

  private static Ping pingBeyondTheCalendar() {
    return new Ping(
        "san_francisco",
        1,
        OptionalLong.of(5),
        new GeoPoint(37_000_000, -122_000_000),
        Long.MAX_VALUE,
        OptionalInt.empty());
  }

  private static Ping ping(int latitudeMicros) {
    return new Ping(
        "san_francisco",
        1,
        OptionalLong.empty(),
        new GeoPoint(latitudeMicros, -122_000_000),
        1_795_000_000_000_000L,
        OptionalInt.empty());
  }
}

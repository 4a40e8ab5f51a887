package io.freshet.simulator.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.marketplace.Marketplace;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private static final Instant START = Instant.parse("2026-11-20T18:00:00Z");
  private static final long MICROS = START.toEpochMilli() * 1_000;
  private static final GeoPoint HERE = new GeoPoint(37_774_901, -122_439_407);
  private static final GeoPoint THERE = new GeoPoint(37_780_003, -122_400_001);

  private final Contracts contracts = ShippedContracts.read();
  private final Payloads payloads = new Payloads(contracts);

  @Test
  void keepsEveryMillionthOfADegree() {
    GenericRecord ping =
        payloads.of(
            new Ping("san_francisco", 7, OptionalLong.of(9), HERE, MICROS + 5, OptionalInt.of(12)));

    assertThat(unscaled(ping, "latitude")).isEqualTo(37_774_901);
    assertThat(unscaled(ping, "longitude")).isEqualTo(-122_439_407);
    assertThat(ping.get("event_time")).isEqualTo(MICROS + 5);
    assertThat(ping.get("order_id")).isEqualTo(9L);
    assertThat(ping.get("accuracy_meters")).isEqualTo(12);
  }

  @Test
  void leavesEmptyWhatAPingDoesNotKnow() {
    GenericRecord first =
        payloads.of(
            new Ping("san_francisco", 7, OptionalLong.of(9), HERE, MICROS, OptionalInt.of(12)));
    GenericRecord next =
        payloads.of(
            new Ping("san_francisco", 8, OptionalLong.empty(), HERE, MICROS, OptionalInt.empty()));

    assertThat(first.get("order_id")).isNotNull();
    assertThat(next.get("order_id")).isNull();
    assertThat(next.get("accuracy_meters")).isNull();
  }

  @Test
  void marksInventedSteps() {
    GenericRecord step =
        payloads.of(
            new OrderStep(
                bare(),
                1,
                OrderState.CREATED,
                MICROS,
                OptionalLong.empty(),
                Optional.empty(),
                Provenance.INVENTED));

    assertThat(step.get("synthetic")).isEqualTo(true);
    assertThat(step.get("state")).hasToString("created");
    assertThat(step.get("dasher_id")).isNull();
    assertThat(step.get("currency")).isNull();
    assertThat(unscaled(step, "dropoff_longitude")).isEqualTo(-122_400_001);
  }

  @Test
  void saysWhoGetsWhatWhenTheOrderIsThereAndTheSameEveryTime() {
    GenericRecord delivered = payloads.of(step(OrderState.DELIVERED));

    assertThat(payloads.of(step(OrderState.PICKED_UP)).get("tip_minor")).isNull();
    assertThat((Long) delivered.get("commission_minor")).isBetween(300L, 600L);
    assertThat(delivered.get("dasher_pay_minor")).isEqualTo(360L);
    assertThat((Long) delivered.get("tip_minor")).isBetween(0L, 500L);
    assertThat(payloads.of(step(OrderState.DELIVERED))).isEqualTo(delivered);
  }

  private static OrderStep step(OrderState state) {
    Order order =
        new Order(
            "san_francisco",
            5,
            OptionalLong.of(3),
            OptionalLong.of(4),
            HERE,
            THERE,
            Optional.of(new Order.Money(2_000, "USD")));

    return new OrderStep(
        order, 7, state, MICROS, OptionalLong.of(1), Optional.empty(), Provenance.OBSERVED);
  }

  @Test
  void makesNothingThatItsContractRefuses() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    Map<String, EventEncoder> encoders = new HashMap<>();
    Map<String, EventDecoder> decoders = new HashMap<>();
    for (String name : new String[] {Payloads.PINGS, Payloads.ORDERS, Payloads.MARKETS}) {
      Contract contract = contracts.require(name);
      encoders.put(name, EventEncoder.of(contract, registry, EventEncoder.Origin.of("/simulator")));
      decoders.put(name, new EventDecoder(contract, registry));
    }
    Marketplace marketplace =
        new Marketplace(MarketplaceSettings.of(1, 100, START, Duration.ofMinutes(1)));

    while (marketplace.advance()) {
      GenericRecord payload = payload(marketplace.event());
      String contract = payload.getSchema().getName();
      Decoded decoded =
          decoders.get(contract).decode(received(encoders.get(contract).encode(payload)));
      assertThat(decoded).isInstanceOf(Decoded.Event.class);
    }
  }

  private GenericRecord payload(SimulatedEvent event) {
    if (event instanceof Ping ping) {
      return payloads.of(ping);
    }

    return event instanceof OrderStep step ? payloads.of(step) : payloads.of((MarketDefined) event);
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        START.plusSeconds(3_600).toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private static long unscaled(GenericRecord payload, String column) {
    return new BigInteger(((ByteBuffer) payload.get(column)).array()).longValueExact();
  }

  private static Order bare() {
    return new Order(
        "san_francisco",
        5,
        OptionalLong.empty(),
        OptionalLong.empty(),
        HERE,
        THERE,
        Optional.empty());
  }
}

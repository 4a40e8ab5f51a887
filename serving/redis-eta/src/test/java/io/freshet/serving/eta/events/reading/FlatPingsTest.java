package io.freshet.serving.eta.events.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.serving.eta.events.Payloads;
import io.freshet.serving.eta.events.Ping;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Pings that are read without their payloads are those that the payloads say. */
class FlatPingsTest {
  private static final String NAME = "dasher_pings";
  private static final String TEXT = ContractTexts.read(Path.of("../../contracts")).text(NAME);
  private static final Contract SHIPPED = ContractTexts.parse(NAME, TEXT);
  private static final String[] MARKETS = {"san_francisco", "münchen", "東京", "a"};
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
  private static final int PINGS = 5_000;

  private final Random random = new Random(4);

  @Test
  void readsThePingsThatTheirPayloadsSay() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    EventEncoder encoder = EventEncoder.of(SHIPPED, registry, Origin.of("/test"));
    EventDecoder decoder = new EventDecoder(SHIPPED, registry);
    RecordReader<Ping> reader = FlatPings.of(SHIPPED, new EventDecoder(SHIPPED, registry));

    assertThat(reader).isInstanceOf(FlatPings.class);
    for (int ping = 0; ping < PINGS; ping++) {
      ConsumerRecord<byte[], byte[]> sent = received(encoder.encode(payload()));
      GenericRecord payload = ((Decoded.Event) decoder.decode(sent)).payload();

      assertThat(reader.turnTo(sent)).isEmpty();
      assertThat(reader.element(ping)).isEqualTo(Payloads.ping(payload, ping));
    }
  }

  @Test
  void keepsATestAside() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    ProducerRecord<byte[], byte[]> event =
        EventEncoder.of(SHIPPED, registry, Origin.of("/test")).encode(payload());
    event.headers().add(TestMark.HEADER, TestMark.YES.getBytes(StandardCharsets.UTF_8));
    RecordReader<Ping> reader = FlatPings.of(SHIPPED, new EventDecoder(SHIPPED, registry));

    assertThat(reader.turnTo(received(event)))
        .hasValueSatisfying(aside -> assertThat(aside).isInstanceOf(Decoded.Test.class));
  }

  @Test
  void readsThePayloadsOfAContractWhoseColumnsAreOthers() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    String decimals = "physicalType: decimal(9,6)";
    Contract other =
        ContractTexts.parse(NAME, TEXT.replace(decimals, "physicalType: decimal(18,6)"));
    RecordReader<Ping> reader = FlatPings.of(other, new EventDecoder(other, registry));
    GenericRecord payload =
        new PayloadBuilder(other)
            .set("market", "oslo")
            .set("dasher_id", 7L)
            .set("latitude", 59.91)
            .set("longitude", 10.75)
            .set("event_time", NOON)
            .build();

    assertThat(reader).isInstanceOf(PayloadRecords.class);
    assertThat(
            reader.turnTo(
                received(EventEncoder.of(other, registry, Origin.of("/test")).encode(payload))))
        .isEmpty();
    assertThat(reader.element(3)).isEqualTo(Payloads.ping(payload, 3));
  }

  private GenericRecord payload() {
    PayloadBuilder builder =
        new PayloadBuilder(SHIPPED)
            .set("market", MARKETS[random.nextInt(MARKETS.length)])
            .set("dasher_id", random.nextLong())
            .set("latitude", degrees(90))
            .set("longitude", degrees(180))
            .set("event_time", NOON.plusNanos(1000 * random.nextLong(86_400_000_000L)));

    return (random.nextBoolean() ? builder.set("order_id", random.nextLong()) : builder).build();
  }

  private BigDecimal degrees(int most) {
    return BigDecimal.valueOf(random.nextLong(-most * 1_000_000L, most * 1_000_000L + 1), 6);
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> event) {
    return new ConsumerRecord<>(
        event.topic(),
        0,
        0,
        NOON.plusSeconds(86_400).toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        event.key().length,
        event.value().length,
        event.key(),
        event.value(),
        new RecordHeaders(event.headers().toArray()),
        Optional.empty());
  }
}

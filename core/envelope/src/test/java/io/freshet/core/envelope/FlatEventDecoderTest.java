package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Whatever arrives, a flat event is what the reference decoder makes of it. */
class FlatEventDecoderTest {
  private static final int CONTRACTS = 100;
  private static final int EVENTS = 40;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void readsWhatTheReferenceReads() {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      RandomContracts random = new RandomContracts(seed);
      Contract contract = flat(random.contract());
      EventEncoder encoder = Records.encoder(contract, registry);
      for (int i = 0; i < EVENTS; i++) {
        GenericRecord payload = random.payload(contract);

        assertThat(same(contract, Records.received(encoder.encode(payload)))).isTrue();
      }
    }
  }

  @Test
  void readsWhatOtherWritersHaveWritten() {
    int accepted = 0;
    for (int seed = 0; seed < CONTRACTS; seed++) {
      Contract contract = flat(new RandomContracts(seed).contract());
      RandomWriters writers = new RandomWriters(seed);
      Schema writer = writers.writer(AvroSchemas.of(contract));
      int id = registry.register("dasher_pings-value", writer);
      for (int i = 0; i < EVENTS; i++) {
        byte[] value = Records.framed(id, writers.payload(writer));
        if (i % 4 == 0) {
          value[writers.below(value.length)] ^= (byte) (1 << writers.below(8));
        }
        accepted += same(contract, received(contract, value)) ? 1 : 0;
      }
    }
    assertThat(accepted).isBetween(CONTRACTS * EVENTS / 4, CONTRACTS * EVENTS * 9 / 10);
  }

  @Test
  void refusesWhatTheReferenceRefuses() {
    int refused = 0;
    for (int seed = 0; seed < CONTRACTS; seed++) {
      Random random = new Random(seed);
      RandomContracts contracts = new RandomContracts(seed);
      Contract contract = flat(contracts.contract());
      EventEncoder encoder = Records.encoder(contract, registry);
      for (int i = 0; i < EVENTS; i++) {
        byte[] value = encoder.encode(contracts.payload(contract)).value();
        int length = random.nextInt(4) == 0 ? random.nextInt(value.length + 2) : value.length;
        value = Arrays.copyOf(value, length);
        for (int flips = random.nextInt(3); flips > 0 && length > 0; flips--) {
          value[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        refused += same(contract, received(contract, value)) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(CONTRACTS * EVENTS / 4);
  }

  @Test
  void agreesOnEventsThatHaveComeByAnotherTopic() {
    Contract contract = Pings.contract();
    EventEncoder encoder = Records.encoder(contract, registry);
    for (long before : new long[] {0, 1000, Pings.MAX_AHEAD.toMillis() + 1000}) {
      ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
      sent.headers().add(ReceivedTime.header(Pings.NOW.toEpochMilli() - before));

      assertThat(same(contract, Records.received(sent)))
          .isEqualTo(before <= Pings.MAX_AHEAD.toMillis());
    }
  }

  @Test
  void agreesOnTests() {
    Contract contract = Pings.contract();
    EventEncoder encoder = Records.encoder(contract, registry);
    for (String mark : List.of("true", "false", "yes")) {
      ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
      sent.headers().add("ce_freshettest", mark.getBytes(StandardCharsets.UTF_8));

      assertThat(same(contract, Records.received(sent))).isEqualTo(mark.equals("false"));
    }
  }

  @Test
  void hasAPlanForPromotionsSkippedFieldsAndAbsentOnes() {
    Schema contract = AvroSchemas.of(Pings.contract());

    assertThat(FlatPlan.of(contract, contract)).isPresent();
    assertThat(FlatPlan.of(new RandomWriters(1).writer(contract), contract)).isPresent();
  }

  /** Measured before the compiler spares more of it. */
  @Test
  void allocatesNextToNothingForAnEvent() {
    Contract contract = Pings.contract();
    LogRecord ping =
        LogRecord.of(Records.received(Records.encoder(contract, registry).encode(Pings.payload())));
    FlatEventDecoder decoder = decoder(contract);
    FlatEvent event = new FlatEvent(contract.schema().fields().size());
    decoder.decode(ping, event);
    int pings = 1000;

    long bytes =
        Hostile.allocation(
            () -> {
              for (int i = 0; i < pings; i++) {
                decoder.decode(ping, event);
              }
            });

    assertThat(bytes / pings).isLessThan(100);
  }

  private FlatEventDecoder decoder(Contract contract) {
    return new FlatEventDecoder(contract, new EventDecoder(contract, registry));
  }

  /** Answers whether the record was accepted. */
  private boolean same(Contract contract, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    int slots = contract.schema().fields().size();
    FlatEvent event = new FlatEvent(slots);
    FlatEvent ofTheConsumer = new FlatEvent(slots);
    FlatEvent expected = new FlatEvent(slots);

    Optional<Decoded.Aside> aside = decoder(contract).decode(LogRecord.of(kafkaRecord), event);
    Optional<Decoded.Aside> same = decoder(contract).decode(kafkaRecord, ofTheConsumer);

    assertThat(same).isEqualTo(aside);
    Decoded decoded = new EventDecoder(contract, registry).decode(kafkaRecord);
    if (decoded instanceof Decoded.Aside why) {
      assertThat(aside).contains(why);
      return false;
    }
    new FlatColumns(contract).fill(expected, ((Decoded.Event) decoded).payload());
    assertThat(aside).isEmpty();
    assertThat(values(event, slots)).isEqualTo(values(expected, slots));
    assertThat(values(ofTheConsumer, slots)).isEqualTo(values(expected, slots));

    return true;
  }

  private static List<String> values(FlatEvent event, int slots) {
    List<String> values = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      if (!event.has(slot)) {
        values.add("nothing");
      } else if (event.bytes(slot) == null) {
        values.add(Long.toString(event.number(slot)));
      } else {
        byte[] bytes = new byte[event.length(slot)];
        ByteBuffer.wrap(event.bytes(slot), event.start(slot), bytes.length).get(bytes);
        values.add(HexFormat.of().formatHex(bytes));
      }
    }

    return values;
  }

  private ConsumerRecord<byte[], byte[]> received(Contract contract, byte[] value) {
    RandomContracts random = new RandomContracts(0);
    ProducerRecord<byte[], byte[]> sent =
        Records.encoder(contract, registry).encode(random.payload(contract));
    sent.headers().remove(EnvelopeHeaders.TIME);

    return Records.received(sent.key(), value, sent.headers(), Pings.NOW);
  }

  /** The contract without the columns that have parts. */
  private static Contract flat(Contract contract) {
    List<Field> fields =
        contract.schema().fields().stream()
            .filter(field -> !(field.type() instanceof FieldType.Struct))
            .filter(field -> !(field.type() instanceof FieldType.Sequence))
            .toList();

    return Pings.contract(fields);
  }
}

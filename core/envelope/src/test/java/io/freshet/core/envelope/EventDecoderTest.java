package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder = Records.encoder(Pings.contract(), registry);
  private final EventDecoder decoder = new EventDecoder(Pings.contract(), registry);

  @Test
  void readsAnEvent() {
    GenericRecord payload =
        Pings.ping().set("order_id", 99L).set("accuracy_meters", 7).set("state", "busy").build();

    Decoded decoded = decoder.decode(Records.received(encoder.encode(payload)));

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Event.class,
            event -> {
              assertThat(event.payload()).isEqualTo(payload);
              assertThat(event.envelope())
                  .isEqualTo(
                      new Envelope(
                          "test-1",
                          "/test",
                          "dasher_pings",
                          Optional.of(Pings.NOW),
                          Optional.of("urn:schema-registry:1")));
            });
  }

  @Test
  void readsAnEventWithoutTheOptionalAttributes() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    sent.headers().remove("ce_time").remove("ce_dataschema").remove("content-type");

    assertThat(decoder.decode(Records.received(sent)))
        .isInstanceOfSatisfying(
            Decoded.Event.class,
            event -> {
              assertThat(event.envelope().time()).isEmpty();
              assertThat(event.envelope().dataSchema()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
  void refusesAnEventWithoutARequiredAttribute(String header) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    sent.headers().remove(header);

    assertRefused(sent, RefusalCause.MISSING_ENVELOPE, "there is no " + header);
  }

  @Test
  void refusesAnotherVersionOfCloudEvents() {
    assertRefused(
        withHeader("ce_specversion", "0.3"),
        RefusalCause.MISSING_ENVELOPE,
        "ce_specversion is not 1.0");
  }

  @Test
  void refusesStructuredMode() {
    ProducerRecord<byte[], byte[]> sent =
        withHeader("content-type", "Application/CloudEvents+json; charset=UTF-8");
    sent.headers().remove("ce_specversion");

    assertRefused(
        sent,
        RefusalCause.MISSING_ENVELOPE,
        "the event is in structured mode; streams hold binary mode");
  }

  @Test
  void refusesATimeThatIsNone() {
    assertRefused(
        withHeader("ce_time", "yesterday"),
        RefusalCause.MISSING_ENVELOPE,
        "ce_time is no RFC 3339 time");
  }

  @Test
  void setsAsideWhatIsSentAsATest() {
    GenericRecord payload = Pings.payload();
    ProducerRecord<byte[], byte[]> sent =
        encoder.encode(
            new Envelope("a", "/test", "dasher_pings", Optional.empty(), Optional.empty()),
            TestMark.extension(),
            payload);

    Decoded decoded = decoder.decode(Records.received(sent));

    assertThat(decoded).isInstanceOf(Decoded.Test.class);
    assertThat(decoded.content())
        .isInstanceOfSatisfying(
            Decoded.Event.class, event -> assertThat(event.payload()).isEqualTo(payload));
    assertThat(TestMark.isOn(sent.headers())).isTrue();
  }

  @Test
  void setsAsideATestThatIsNoEventEither() {
    ProducerRecord<byte[], byte[]> sent = withHeader("ce_freshettest", "true");
    sent.headers().remove("ce_specversion");

    assertThat(decoder.decode(Records.received(sent)))
        .isInstanceOfSatisfying(
            Decoded.Test.class,
            test -> assertThat(test.content()).isInstanceOf(Decoded.Refused.class));
  }

  @Test
  void takesAnEventThatSaysItIsNoTest() {
    assertThat(decoder.decode(Records.received(withHeader("ce_freshettest", "false"))))
        .isInstanceOf(Decoded.Event.class);
  }

  @Test
  void refusesAMarkThatIsNeitherTrueNorFalse() {
    assertRefused(
        withHeader("ce_freshettest", "1"),
        RefusalCause.MISSING_ENVELOPE,
        "ce_freshettest is neither true nor false");
  }

  @Test
  void refusesAHeaderWithoutAValue() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    sent.headers().add("ce_id", null);

    assertRefused(sent, RefusalCause.MISSING_ENVELOPE, "there is no ce_id");
  }

  @Test
  void refusesAnotherContractsEvents() {
    assertRefused(
        withHeader("ce_type", "order_events"),
        RefusalCause.WRONG_TYPE,
        "ce_type is not dasher_pings");
  }

  @Test
  void refusesAnEventWithoutKey() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());

    assertRefused(received(null, sent.value()), RefusalCause.MISSING_KEY, "the record has no key");
    assertRefused(
        received(new byte[0], sent.value()), RefusalCause.MISSING_KEY, "the record has no key");
  }

  @Test
  void refusesATombstone() {
    assertRefused(received(key(), null), RefusalCause.MISSING_PAYLOAD, "the record has no value");
  }

  @Test
  void refusesAPayloadThatIsNotFramed() {
    String problem = "the value does not begin with 0 and a schema id";

    assertRefused(received(key(), "{}".getBytes(UTF_8)), RefusalCause.NOT_WIRE_FORMAT, problem);
    assertRefused(received(key(), new byte[] {0, 0, 0, 1}), RefusalCause.NOT_WIRE_FORMAT, problem);
  }

  @Test
  void refusesBytesThatAreCutOff() {
    byte[] value = encoder.encode(Pings.payload()).value();

    assertRefused(
        received(key(), Arrays.copyOf(value, 10)),
        RefusalCause.UNDECODABLE,
        "the value does not follow its schema at byte 6: a length is beyond the end of the bytes");
  }

  @Test
  void refusesBytesAfterThePayload() {
    byte[] value = encoder.encode(Pings.payload()).value();

    assertRefused(
        received(key(), Arrays.copyOf(value, value.length + 3)),
        RefusalCause.UNDECODABLE,
        "3 bytes follow the payload");
  }

  @Test
  void refusesAUnionsBranchThatDoesNotExist() {
    byte[] value = encoder.encode(Pings.payload()).value();
    value[value.length - 1] = 14;

    assertThat(decoder.decode(received(key(), value)))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(RefusalCause.UNDECODABLE));
  }

  @Test
  void refusesAMegabyteOfGarbageCheaply() {
    byte[] garbage = new byte[1 << 20];
    Arrays.fill(garbage, (byte) 0xfe);
    System.arraycopy(WireFormat.header(1), 0, garbage, 0, WireFormat.HEADER_BYTES);
    ConsumerRecord<byte[], byte[]> kafkaRecord = received(key(), garbage);

    long allocated = Hostile.allocation(() -> decoder.decode(kafkaRecord));

    assertThat(allocated).isLessThan(1 << 20);
  }

  @Test
  void refusesAValueThatTheContractDoesNotList() {
    assertRefused(
        sentByAnyone(payload -> payload.put("state", "asleep")),
        RefusalCause.INVALID_VALUE,
        "state is none of idle, busy");
  }

  @Test
  void refusesADecimalThatItsColumnCannotHold() {
    assertRefused(
        sentByAnyone(payload -> payload.put("latitude", unscaled(BigInteger.TEN.pow(9)))),
        RefusalCause.INVALID_VALUE,
        "latitude is no decimal(9,6)");
  }

  @Test
  void refusesADecimalOfNoBytes() {
    assertRefused(
        sentByAnyone(payload -> payload.put("latitude", ByteBuffer.allocate(0))),
        RefusalCause.INVALID_VALUE,
        "latitude is no decimal(9,6)");
  }

  @Test
  void readsADecimalWithLeadingZeros() {
    byte[] padded = new byte[16];
    padded[15] = 42;

    assertThat(
            decoder.decode(
                Records.received(
                    sentByAnyone(payload -> payload.put("latitude", ByteBuffer.wrap(padded))))))
        .isInstanceOf(Decoded.Event.class);
  }

  @Test
  void refusesATimeThatEnginesCannotRead() {
    ProducerRecord<byte[], byte[]> sent =
        sentByAnyone(payload -> payload.put("event_time", Long.MAX_VALUE));

    assertRefused(sent, RefusalCause.INVALID_VALUE, "event_time is no time of the years 1 to 9999");
  }

  @Test
  void refusesAnEnvelopeWhoseTimeIsNotThePayloads() {
    assertRefused(
        withHeader("ce_time", "2026-11-01T08:00:01.2Z"),
        RefusalCause.INVALID_VALUE,
        "ce_time and event_time differ");
  }

  @Test
  void acceptsAnEnvelopeWhoseTimeWasCutToSeconds() {
    assertThat(decoder.decode(Records.received(withHeader("ce_time", "2026-11-01T08:00:00Z"))))
        .isInstanceOf(Decoded.Event.class);
  }

  @Test
  void refusesAnEventFromTheFuture() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    Instant received = Pings.NOW.minus(Pings.MAX_AHEAD).minusSeconds(1);

    assertThat(decoder.decode(Records.received(sent, received)))
        .isEqualTo(
            new Decoded.Refused(
                RefusalCause.TOO_FAR_AHEAD,
                "event time is 301 s ahead of received time; at most 300 s are plausible"));
  }

  @Test
  void holdsEventTimeAgainstWhenThePlatformFirstHadIt() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    sent.headers()
        .add(ReceivedTime.header(Pings.NOW.minus(Pings.MAX_AHEAD).minusSeconds(1).toEpochMilli()));

    assertThat(decoder.decode(Records.received(sent)))
        .isEqualTo(
            new Decoded.Refused(
                RefusalCause.TOO_FAR_AHEAD,
                "event time is 301 s ahead of received time; at most 300 s are plausible"));
  }

  @Test
  void refusesAnEventFromLongAgo() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    Instant received = Pings.NOW.plus(Pings.MAX_BEHIND).plusSeconds(1);

    assertThat(decoder.decode(Records.received(sent, received)))
        .isEqualTo(
            new Decoded.Refused(
                RefusalCause.TOO_FAR_BEHIND,
                "event time is 2592000 s behind received time; at most 2592000 s are plausible"));
  }

  @Test
  void doesNotMindATimestampBeyondAllTime() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());

    assertThat(decoder.decode(Records.received(sent, Instant.ofEpochMilli(Long.MAX_VALUE))))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(RefusalCause.TOO_FAR_BEHIND));
  }

  private ConsumerRecord<byte[], byte[]> received(byte[] key, byte[] value) {
    return Records.received(key, value, encoder.encode(Pings.payload()).headers(), Pings.NOW);
  }

  private ProducerRecord<byte[], byte[]> withHeader(String name, String value) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    sent.headers().add(name, value.getBytes(UTF_8));

    return sent;
  }

  /** From a client that checks nothing. */
  private ProducerRecord<byte[], byte[]> sentByAnyone(Consumer<GenericRecord> change) {
    GenericRecord payload = Pings.payload();
    change.accept(payload);
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    sent.headers().remove("ce_time");

    return new ProducerRecord<>(
        sent.topic(), sent.partition(), sent.key(), Records.framed(1, payload), sent.headers());
  }

  private void assertRefused(
      ProducerRecord<byte[], byte[]> sent, RefusalCause cause, String detail) {
    assertRefused(Records.received(sent), cause, detail);
  }

  private void assertRefused(
      ConsumerRecord<byte[], byte[]> received, RefusalCause cause, String detail) {
    assertThat(decoder.decode(received)).isEqualTo(new Decoded.Refused(cause, detail));
  }

  private static byte[] key() {
    return "san_francisco:4711".getBytes(UTF_8);
  }

  private static ByteBuffer unscaled(BigInteger number) {
    return ByteBuffer.wrap(number.toByteArray());
  }
}

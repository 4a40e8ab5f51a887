package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEncoderTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder = Records.encoder(Pings.contract(), registry);

  @Test
  void writesTheHeadersOfTheKafkaBinding() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : encoder.encode(Pings.payload()).headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }

    assertThat(headers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "test-1",
                "ce_source", "/test",
                "ce_type", "dasher_pings",
                "ce_time", "2026-11-01T08:00:00.123456Z",
                "ce_dataschema", "urn:schema-registry:1",
                "content-type", "application/avro"));
  }

  @Test
  void framesThePayloadAsTheRegistrysClientsDo() {
    assertThat(encoder.encode(Pings.payload()).value())
        .isEqualTo(Records.framed(1, Pings.payload()));
  }

  @Test
  void keysByPartitionKeyAndEntity() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());

    assertThat(sent.key()).asString(UTF_8).isEqualTo("san_francisco:4711");
    assertThat(sent.topic()).isEqualTo("dasher_pings");
    assertThat(sent.partition())
        .isEqualTo(
            new Partitioning(8, 4)
                .partition("san_francisco".getBytes(UTF_8), "4711".getBytes(UTF_8)));
  }

  @Test
  void keysTextOfAnySourceTheSame() {
    GenericRecord read = Pings.payload();
    Utf8 reused = new Utf8("san_francisco_and_more");
    reused.setByteLength("san_francisco".length());
    read.put("market", reused);

    assertThat(encoder.encode(read).key()).asString(UTF_8).isEqualTo("san_francisco:4711");
  }

  @Test
  void passesAnEventOnWithTheTimeAtWhichItCame() {
    Instant came = Pings.NOW.minusSeconds(60);
    Envelope given =
        new Envelope("a-1", "/app", "dasher_pings", Optional.empty(), Optional.empty());

    ProducerRecord<byte[], byte[]> passedOn =
        encoder.passOn(came.toEpochMilli(), given, Map.of("subject", "x"), Pings.payload());

    ProducerRecord<byte[], byte[]> sent =
        encoder.encode(given, Map.of("subject", "x"), Pings.payload());
    sent.headers().add(ReceivedTime.header(came.toEpochMilli()));
    assertThat(passedOn).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void holdsTheTimeOfAnEventThatIsPassedOnAgainstWhenItCame() {
    Envelope given =
        new Envelope("a-1", "/app", "dasher_pings", Optional.empty(), Optional.empty());
    long tooEarly = Pings.NOW.minus(Pings.MAX_AHEAD).minusSeconds(1).toEpochMilli();

    assertThatThrownBy(() -> encoder.passOn(tooEarly, given, Map.of(), Pings.payload()))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            e -> assertThat(e.refusal()).isEqualTo(RefusalCause.TOO_FAR_AHEAD));
  }

  @Test
  void numbersItsOwnIdsAndTakesTheCallers() {
    encoder.encode(Pings.payload());

    assertThat(id(encoder.encode(Pings.payload()))).isEqualTo("test-2");
    assertThat(id(encoder.encode("order-17", Pings.payload()))).isEqualTo("order-17");
  }

  @Test
  void givesEveryInstanceANameOfItsOwn() {
    assertThat(new String(EventIds.random().next(), UTF_8))
        .matches("[0-9a-f]{12}-1")
        .isNotEqualTo(new String(EventIds.random().next(), UTF_8));
  }

  @Test
  void keepsIdAndSourceOfAGivenEnvelope() {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(given(Pings.NOW), Pings.payload());

    assertThat(id(sent)).isEqualTo("phone-9");
    assertThat(sent.headers().lastHeader("ce_source").value()).asString(UTF_8).isEqualTo("/phone");
  }

  @Test
  void keepsFurtherAttributesOfAGivenEnvelope() {
    ProducerRecord<byte[], byte[]> sent =
        encoder.encode(given(Pings.NOW), Map.of("subject", "dasher 4711"), Pings.payload());

    assertThat(sent.headers().lastHeader("ce_subject").value())
        .asString(UTF_8)
        .isEqualTo("dasher 4711");
  }

  @Test
  void countsFurtherAttributesAmongTheBytes() {
    Map<String, String> large = Map.of("subject", "x".repeat(1 << 20));

    assertThatThrownBy(() -> encoder.encode(given(Pings.NOW), large, Pings.payload()))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            e -> assertThat(e.refusal()).isEqualTo(RefusalCause.TOO_LARGE));
  }

  @Test
  void refusesAnAttributeThatCloudEventsCantName() {
    assertRefused(
        () -> encoder.encode(given(Pings.NOW), Map.of("trace-parent", "1"), Pings.payload()),
        RefusalCause.MISSING_ENVELOPE,
        "the attribute trace-parent is not of lower-case letters and digits");
  }

  @Test
  void refusesAGivenEnvelopeOfAnotherTime() {
    assertRefused(
        () -> encoder.encode(given(Instant.MAX), Pings.payload()),
        RefusalCause.INVALID_VALUE,
        "its envelope's time and event_time differ");
  }

  @Test
  void refusesAGivenEnvelopeOfAnotherType() {
    Envelope other =
        new Envelope("1", "/phone", "order_events", Optional.empty(), Optional.empty());

    assertRefused(
        () -> encoder.encode(other, Pings.payload()),
        RefusalCause.WRONG_TYPE,
        "its type is order_events");
  }

  @Test
  void refusesAnEmptyId() {
    assertRefused(
        () -> encoder.encode("", Pings.payload()),
        RefusalCause.MISSING_ENVELOPE,
        "its id is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "\u0085", "\ud800", "\ufffe", "\ufdd0"})
  void refusesAnIdThatIsNoTextOfCloudEvents(String id) {
    assertRefused(
        () -> encoder.encode(id, Pings.payload()),
        RefusalCause.MISSING_ENVELOPE,
        "its id holds a control character or half of a character");
  }

  @Test
  void refusesAnAttributeThatIsNoTextOfCloudEvents() {
    Envelope given =
        new Envelope("1", "/phone", "dasher_pings", Optional.empty(), Optional.empty());

    assertRefused(
        () -> encoder.encode(given, Map.of("subject", "a\u0000b"), Pings.payload()),
        RefusalCause.MISSING_ENVELOPE,
        "the attribute subject holds a control character or half of a character");
  }

  @Test
  void takesAnIdInAnyScript() {
    assertThat(encoder.encode("注文-17 😀", Pings.payload()).headers()).isNotEmpty();
  }

  @Test
  void refusesAMissingColumn() {
    assertInvalid("market", null, "market is missing; it is required");
  }

  @Test
  void refusesAMissingEventTime() {
    assertInvalid("event_time", null, "event_time is missing; it is required");
  }

  @Test
  void refusesAWrongType() {
    assertInvalid("dasher_id", "4711", "dasher_id is of type String; it must be Long");
    assertInvalid("latitude", 37.7, "latitude is of type Double; it must be ByteBuffer");
  }

  @Test
  void refusesAValueThatTheContractDoesNotList() {
    assertInvalid("state", "asleep", "state is none of idle, busy");
  }

  @Test
  void refusesAnEmptyPartitionKey() {
    assertRefused(with("market", ""), RefusalCause.MISSING_KEY, "its key is empty");
  }

  @Test
  void refusesAPayloadOfAnotherSchema() {
    Contract other = Pings.contract(Pings.contract().schema().fields().subList(0, 6));

    assertRefused(
        () -> encoder.encode(new GenericData.Record(AvroSchemas.of(other))),
        RefusalCause.INCOMPATIBLE_SCHEMA,
        "its payload is not of the contract's schema");
  }

  @Test
  void refusesAnEventThatTheTopicWouldNotTake() {
    assertThatThrownBy(
            () -> encoder.encode(Pings.ping().set("market", "m".repeat(1 << 19)).build()))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(RefusalCause.TOO_LARGE))
        .hasMessageMatching(
            "Event of dasher_pings is refused: it takes \\d+ bytes; the stream takes 1048576");
  }

  @Test
  void refusesAnEventFromTheFuture() {
    long tooFar = EventFields.micros(Pings.NOW.plus(Pings.MAX_AHEAD).plus(Duration.ofMillis(1)));

    assertRefused(
        with("event_time", tooFar),
        RefusalCause.TOO_FAR_AHEAD,
        "event time is 300 s ahead of received time; at most 300 s are plausible");
  }

  @Test
  void refusesASourceThatIsNoUriReference() {
    assertThatThrownBy(() -> EventEncoder.Origin.of("my source"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("Source 'my source' is no URI reference; write it like /event-gateway");
  }

  /** The encoder remembers the source of the event before. */
  @Test
  void refusesAnEventWhoseSourceIsNoUriReference() {
    for (String source : new String[] {"/app", "my app", "", "/app", "/other"}) {
      Envelope given =
          new Envelope("a-1", source, "dasher_pings", Optional.empty(), Optional.empty());
      if (source.startsWith("/")) {
        assertThat(encoder.encode(given, Pings.payload()).headers().lastHeader("ce_source").value())
            .asString(UTF_8)
            .isEqualTo(source);
      } else {
        assertRefused(
            () -> encoder.encode(given, Pings.payload()),
            RefusalCause.MISSING_ENVELOPE,
            "its source is no URI reference");
      }
    }
  }

  @Test
  void followsTheTopicsPartitionsWhereTheyAreFewer() {
    EventEncoder narrow =
        EventEncoder.of(
            Pings.contract(),
            registry,
            new EventEncoder.Origin("/test", EventIds.of("t"), InstantSource.fixed(Pings.NOW)),
            1);

    assertThat(narrow.encode(Pings.payload()).partition()).isZero();
  }

  private static Envelope given(Instant time) {
    return new Envelope("phone-9", "/phone", "dasher_pings", Optional.of(time), Optional.empty());
  }

  private static String id(ProducerRecord<byte[], byte[]> sent) {
    return new String(sent.headers().lastHeader("ce_id").value(), UTF_8);
  }

  private ThrowingCallable with(String column, Object value) {
    GenericRecord payload = Pings.payload();
    payload.put(column, value);

    return () -> encoder.encode(payload);
  }

  private void assertInvalid(String column, Object value, String problem) {
    assertRefused(with(column, value), RefusalCause.INVALID_VALUE, problem);
  }

  private static void assertRefused(ThrowingCallable encoding, RefusalCause cause, String problem) {
    assertThatThrownBy(encoding)
        .isInstanceOfSatisfying(
            InvalidEventException.class, refused -> assertThat(refused.refusal()).isEqualTo(cause))
        .hasMessage("Event of dasher_pings is refused: " + problem);
  }
}

package io.freshet.ingestion.capture.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.capture.ShopTexts;
import io.freshet.ingestion.capture.change.Change.Kind;
import io.freshet.ingestion.capture.change.ChangeEvents.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

class ChangeEventsTest {
  private static final Contract LATEST = ShopTexts.latest();
  private static final Contract HISTORY = ShopTexts.history();
  private static final Contract DEAD_LETTERS =
      Contracts.read(Path.of("..", "..", "contracts")).deadLetters();
  private static final Instant NOW = Instant.parse("2026-09-21T14:13:21Z");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final ChangeEvents events =
      new ChangeEvents(
          List.of(LATEST, HISTORY),
          DEAD_LETTERS,
          new ChangeEvents.Origins("shop", "7/shop"),
          registry,
          topic -> 4,
          () -> NOW);

  private Decoded.Event decoded(Contract contract, ProducerRecord<byte[], byte[]> message) {
    return (Decoded.Event)
        new EventDecoder(contract, registry)
            .decode(
                new ConsumerRecord<>(
                    message.topic(),
                    message.partition(),
                    0,
                    NOW.toEpochMilli(),
                    TimestampType.LOG_APPEND_TIME,
                    message.key().length,
                    message.value().length,
                    message.key(),
                    message.value(),
                    message.headers(),
                    Optional.empty()));
  }

  @Test
  void aChangeIsAnEventOfEachContractOfItsTable() {
    List<Outcome> outcomes = events.of(Rows.order().changed(Kind.WRITE));

    assertThat(outcomes).extracting(Outcome::contract).containsExactly("orders", "order_changes");
    Decoded.Event event = decoded(LATEST, ((Outcome.Event) outcomes.get(0)).message());
    assertThat(event.envelope().id()).isEqualTo("0/17-0");
    assertThat(event.envelope().source()).isEqualTo("/capture/shop");
    assertThat(event.envelope().time()).contains(Instant.parse("2026-09-21T14:13:20.123456Z"));
    assertThat(((Outcome.Event) outcomes.get(0)).message().key()).asString().isEqualTo("m1:7");
    assertThat(event.payload().get("deleted")).isEqualTo(false);
  }

  @Test
  void anEventBearsTheTraceThatItsRowSays() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    assertThat(traceOf(trace, Kind.WRITE)).contains(trace);
    assertThat(traceOf(trace, Kind.SNAPSHOT)).isEmpty();
    assertThat(traceOf(trace.replace("-01", "-00"), Kind.WRITE)).isEmpty();
    assertThat(traceOf("a word", Kind.WRITE)).isEmpty();
    assertThat(traceOf(null, Kind.WRITE)).isEmpty();
  }

  private Optional<String> traceOf(String said, Kind kind) {
    Change change =
        Rows.order().with("traceparent", Schema.OPTIONAL_STRING_SCHEMA, said).changed(kind);

    return TraceHeader.in(((Outcome.Event) events.of(change).get(0)).message().headers());
  }

  @Test
  void aDeletionIsLeftOutWhereNothingCanSayIt() {
    List<Outcome> outcomes = events.of(Rows.order().changed(Kind.DELETION));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Event.class);
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.LeftOut("order_changes"));
  }

  @Test
  void whatDoesNotFitIsADeadLetterOfItsOwnUnderEachContract() {
    Change change =
        Rows.order()
            .with("amount", Schema.OPTIONAL_STRING_SCHEMA, "2000000.00")
            .changed(Kind.WRITE);

    List<GenericRecord> letters =
        events.of(change).stream()
            .map(Outcome.DeadLetter.class::cast)
            .map(letter -> decoded(DEAD_LETTERS, letter.message()).payload())
            .toList();

    assertThat(letters)
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(EventFields.text(letter, "cause")).isEqualTo("invalid_value");
              assertThat(EventFields.text(letter, "detail"))
                  .contains("\n/amount: is a whole number");
              assertThat(EventFields.text(letter, "origin_topic"))
                  .isEqualTo("/capture/shop/public.orders");
              assertThat(EventFields.text(letter, "origin")).matches("-\\d+:0:23");
            });
    assertThat(letters.stream().map(letter -> EventFields.text(letter, "origin")))
        .doesNotHaveDuplicates();
  }

  @Test
  void aRowOfTheSnapshotIsAnotherOneThanAChangeInTheSamePlace() {
    Rows bad = Rows.order().with("amount", Schema.OPTIONAL_STRING_SCHEMA, "2000000");

    assertThat(origin(bad.changed(Kind.SNAPSHOT))).isNotEqualTo(origin(bad.changed(Kind.WRITE)));
  }

  private String origin(Change change) {
    Outcome.DeadLetter letter = (Outcome.DeadLetter) events.of(change).get(0);

    return EventFields.text(decoded(DEAD_LETTERS, letter.message()).payload(), "origin");
  }

  @Test
  void aTableThatNobodyCapturesMakesNothing() {
    Change other =
        new Change("public.others", Kind.WRITE, Rows.order().build(), new ChangeId(1, 1, 0), 0);

    assertThat(events.of(other)).isEmpty();
  }
}

package io.freshet.ingestion.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.json.Violation;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.raw.DeadLetters;
import io.freshet.core.envelope.raw.Verdict;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.testing.samples.Views;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final int SOURCE = -5;
  private static final int MOST_CHARACTERS = 4000;
  private static final Contract CONTRACT = Contracts.read(Path.of("../../contracts")).deadLetters();

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final DeadLetters deadLetters =
      new DeadLetters(
          CONTRACT,
          EventEncoder.of(CONTRACT, registry, Origin.of(ValidatedRecords.TELLER.name())),
          ValidatedRecords.TELLER);

  @Test
  void tellsWhatWasRefusedAndWhy() {
    ConsumerRecord<byte[], byte[]> raw = Views.structured("{}");
    Refusal refusal =
        new Refusal(
            "invalid_value",
            "2 of its values do not fit",
            List.of(new Violation("/data/a", "is null"), new Violation("/data/b", "is a text")));

    Decoded.Event event =
        decoded(deadLetters.of(SOURCE, raw, new Verdict.Refused("views", refusal, false)));

    assertThat(event.envelope().id()).isEqualTo("-5:2:17");
    assertThat(event.envelope().source()).isEqualTo("/freshet/json-validator");
    GenericRecord letter = event.payload();
    assertThat(EventFields.text(letter, "contract")).isEqualTo("views");
    assertThat(EventFields.text(letter, "cause")).isEqualTo("invalid_value");
    assertThat(EventFields.text(letter, "detail"))
        .isEqualTo("2 of its values do not fit\n/data/a: is null\n/data/b: is a text");
    assertThat(EventFields.text(letter, "origin")).isEqualTo("-5:2:17");
    assertThat(EventFields.text(letter, "origin_topic")).isEqualTo(Views.TOPIC);
    assertThat(letter.get("payload")).isEqualTo(ByteBuffer.wrap("{}".getBytes(UTF_8)));
    assertThat(EventFields.instant(letter, "received_at"))
        .isEqualTo(Instant.ofEpochMilli(Views.RECEIVED));
    assertThat((List<?>) letter.get("headers")).hasSize(1);
  }

  @Test
  void whatTellsOfATestIsATest() {
    Refusal refusal = new Refusal("invalid_value", "a value does not fit", List.of());

    ProducerRecord<byte[], byte[]> letter =
        deadLetters.of(SOURCE, Views.structured("{}"), new Verdict.Refused("views", refusal, true));

    assertThat(new EventDecoder(CONTRACT, registry).decode(Views.appended(letter)))
        .isInstanceOf(Decoded.Test.class);
  }

  @Test
  void anOverlongDetailIsCut() {
    List<Violation> many =
        IntStream.range(0, 20)
            .mapToObj(i -> new Violation("/" + "é\uD83D\uDEB2".repeat(200), "is no column"))
            .toList();

    GenericRecord letter =
        letter(Views.structured("{}"), new Refusal("invalid_value", "20 of its values", many));

    String detail = EventFields.text(letter, "detail");
    assertThat(detail).hasSizeLessThanOrEqualTo(MOST_CHARACTERS).endsWith(" …");
    assertThat(detail).startsWith("20 of its values\n/é");
  }

  @Test
  void halfACharacterInANameIsNoHindrance() {
    Refusal refusal =
        new Refusal("invalid_value", "x", List.of(new Violation("/\uD83D", "is no column")));

    assertThat(EventFields.text(letter(Views.structured("{}"), refusal), "detail"))
        .isEqualTo("x\n/?: is no column");
  }

  @Test
  void aRecordThatIsTooLargeIsToldOfWithoutItsBytes() {
    byte[] value = new byte[CONTRACT.requireStream().maxMessageBytes()];

    GenericRecord letter =
        letter(Views.raw(value, Map.of()), new Refusal("too_large", "it is", List.of()));

    assertThat(letter.get("payload")).isNull();
    assertThat((List<?>) letter.get("headers")).isEmpty();
    assertThat(EventFields.text(letter, "origin")).isEqualTo("-5:2:17");
    assertThat(EventFields.text(letter, "detail"))
        .isEqualTo(
            "it is\nIts 4194304 bytes, key and headers are too large for a dead letter, and left"
                + " out; the raw topic has them");
  }

  @Test
  void everyRecordHasADeadLetter() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] value = new byte[random.nextInt(50)];
      random.nextBytes(value);
      String name = new String(value, UTF_8);

      GenericRecord letter =
          letter(
              Views.raw(value, Map.of(name, name)),
              new Refusal("missing_envelope", name, List.of(new Violation(name, name))));

      assertThat(letter.get("payload")).isEqualTo(ByteBuffer.wrap(value));
    }
  }

  private GenericRecord letter(ConsumerRecord<byte[], byte[]> raw, Refusal refusal) {
    return decoded(deadLetters.of(SOURCE, raw, new Verdict.Refused(Views.TOPIC, refusal, false)))
        .payload();
  }

  private Decoded.Event decoded(ProducerRecord<byte[], byte[]> event) {
    return (Decoded.Event) new EventDecoder(CONTRACT, registry).decode(Views.appended(event));
  }
}

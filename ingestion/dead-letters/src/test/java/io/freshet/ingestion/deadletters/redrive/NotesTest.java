package io.freshet.ingestion.deadletters.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.RefusedRides;
import io.freshet.testing.samples.LogPlace;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RefusedRides refused = new RefusedRides();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  /** Raw JSON may be listed under its topic's name. */
  @Test
  void nameTheContractThatIsSentToAndTheRecordThatWasRefused() {
    refused.addRaw("raw_json", "unknown_contract", 5, NOON, "{}");
    Contract redrives = refused.contracts().redrives();
    DeadLetter letter = refused.load().newest(DeadLetterFilter.ALL, 1).get(0);
    InstantSource clock = InstantSource.fixed(NOON);

    ProducerRecord<byte[], byte[]> sent =
        new Notes(redrives, registry, clock, "run-1", "order_events").note(letter);

    GenericRecord note = payload(redrives, sent);
    assertThat(EventFields.text(note, "contract")).isEqualTo("order_events");
    assertThat(EventFields.text(note, "run")).isEqualTo("run-1");
    assertThat(EventFields.text(note, "origin")).isEqualTo("-77:0:5");
    assertThat(EventFields.text(note, Notes.TOPIC_ID)).isEqualTo("topic-1");
    assertThat(EventFields.longValue(note, Notes.ORIGIN_OFFSET)).isEqualTo(5);
  }

  private GenericRecord payload(Contract contract, ProducerRecord<byte[], byte[]> sent) {
    LogPlace place = new LogPlace(sent.topic(), 0, 0, NOON.toEpochMilli());

    return ((Decoded.Event) new EventDecoder(contract, registry).decode(place.holding(sent)))
        .payload();
  }
}

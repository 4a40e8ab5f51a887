package io.freshet.ingestion.gateway.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.gateway.restproxy.EmbeddedFormat;
import io.freshet.testing.samples.LogPlace;
import io.freshet.testing.samples.Rides;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadRecordTest {
  private static final Instant LONG_AGO = Instant.parse("2020-02-29T08:00:00Z");
  private static final Duration MAX_BEHIND = Duration.ofHours(1);

  private final Contract rides = ridesOfTheLastHour();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder =
      EventEncoder.of(rides, registry, EventEncoder.Origin.of("/phone"), Rides.PARTITIONS);

  @ParameterizedTest
  @EnumSource
  void anEventIsAsGoodAsItWasWhenItCame(EmbeddedFormat format) {
    ReadRecord.Shown shown = read(format, at(sent()));

    assertThat(shown.outcome()).isEqualTo(ReadRecord.Outcome.SHOWN);
    assertThat(shown.json().orElseThrow().path("offset").asLong()).isEqualTo(17);
  }

  @Test
  void whatWeWouldNotHaveSentHoldsNobodyUp() {
    ProducerRecord<byte[], byte[]> foreign = sent();
    foreign.headers().remove("ce_id").add("ce_id", "a\u0001".getBytes(UTF_8));

    assertThat(read(EmbeddedFormat.BINARY, at(foreign)).outcome())
        .isEqualTo(ReadRecord.Outcome.UNREADABLE);
    assertThat(read(EmbeddedFormat.JSON, at(foreign)).outcome())
        .isEqualTo(ReadRecord.Outcome.SHOWN);
  }

  @Test
  void keepsTestsBack() {
    ProducerRecord<byte[], byte[]> test = sent();
    test.headers().add(TestMark.HEADER, TestMark.YES.getBytes(UTF_8));

    assertThat(read(EmbeddedFormat.JSON, at(test)).outcome())
        .isEqualTo(ReadRecord.Outcome.KEPT_BACK);
  }

  private ReadRecord.Shown read(EmbeddedFormat format, ConsumerRecord<byte[], byte[]> found) {
    ReadableStream stream =
        new ReadableStream(
            rides,
            rides.access().role(AccessPolicy.DATA_ENGINEER).orElseThrow(),
            registry,
            Rides.PARTITIONS);

    return new ReadRecord(stream, format).of(found);
  }

  private ProducerRecord<byte[], byte[]> sent() {
    return encoder.passOn(
        LONG_AGO.toEpochMilli(),
        new Envelope(
            "ride-1",
            "/phone",
            Rides.NAME,
            Optional.of(LONG_AGO),
            Optional.empty(),
            Optional.empty()),
        Map.of(),
        new PayloadBuilder(rides)
            .set("city", "oslo")
            .set("ride_id", 4711)
            .set("event_time", LONG_AGO)
            .build());
  }

  private static ConsumerRecord<byte[], byte[]> at(ProducerRecord<byte[], byte[]> sent) {
    return new LogPlace(Rides.NAME, sent.partition(), 17, LONG_AGO.toEpochMilli()).holding(sent);
  }

  private static Contract ridesOfTheLastHour() {
    return Rides.contract()
        .with(
            new TableSettings(
                "raw",
                List.of(),
                List.of(),
                new TableSettings.Timing(
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Optional.of(MAX_BEHIND)),
                Optional.empty(),
                false,
                TableSettings.Pages.V1,
                TableSettings.Isolation.POOLED));
  }
}

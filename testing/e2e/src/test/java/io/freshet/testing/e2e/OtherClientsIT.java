package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Python's clients of Kafka, of the registry and of CloudEvents against ours. */
class OtherClientsIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private Streams streams;
  private Contract pings;

  @BeforeEach
  void provision() {
    streams = new Streams(platform);
    pings = streams.pings();
    streams.provisioner().apply(pings);
  }

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void readWhatWeWrite() throws Exception {
    Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS);
    try (EventProducer producer =
        EventProducer.open(
            pings, streams.kafka(), streams.registry(), EventEncoder.Origin.of("/java"))) {
      producer
          .send(
              "java-1",
              new PayloadBuilder(pings)
                  .set("market", "zürich")
                  .set("dasher_id", 42)
                  .set("latitude", 47.376887)
                  .set("longitude", -8.541694)
                  .set("event_time", time)
                  .build())
          .toCompletableFuture()
          .join();
    }

    JsonNode read = PythonClient.install().run("read", streams, pings.name());

    JsonNode attributes = read.path("attributes");
    assertThat(attributes.path("specversion").asText()).isEqualTo("1.0");
    assertThat(attributes.path("id").asText()).isEqualTo("java-1");
    assertThat(attributes.path("source").asText()).isEqualTo("/java");
    assertThat(attributes.path("type").asText()).isEqualTo(pings.name());
    assertThat(instant(attributes.path("time"))).isEqualTo(time);
    assertThat(attributes.path("datacontenttype").asText()).isEqualTo("application/avro");
    assertThat(attributes.path("dataschema").asText())
        .startsWith(streams.registryUrl() + "/schemas/ids/");
    assertThat(read.path("key").asText()).isEqualTo("zürich:42");
    JsonNode ping = read.path("ping");
    assertThat(ping.path("market").asText()).isEqualTo("zürich");
    assertThat(ping.path("dasher_id").asLong()).isEqualTo(42);
    assertThat(ping.path("order_id").isNull()).isTrue();
    assertThat(ping.path("latitude").asText()).isEqualTo("47.376887");
    assertThat(ping.path("longitude").asText()).isEqualTo("-8.541694");
    assertThat(instant(ping.path("event_time"))).isEqualTo(time);
  }

  @Test
  void writeWhatWeRead() throws Exception {
    JsonNode written = PythonClient.install().run("write", streams, pings.name());

    List<EventConsumer.Received> received = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(pings))) {
      while (!consumer.isAtEnd()) {
        received.addAll(consumer.poll(Duration.ofSeconds(1)));
      }
    }

    assertThat(received).hasSize(1);
    assertThat(received.get(0).position().offset()).isEqualTo(written.path("offset").asLong());
    assertThat(received.get(0).decoded())
        .isInstanceOfSatisfying(
            Decoded.Event.class,
            event -> {
              Instant time = instant(written.path("event_time"));
              assertThat(event.envelope().id()).isEqualTo("python-1");
              assertThat(event.envelope().source()).isEqualTo("/python");
              assertThat(event.envelope().time()).contains(time);
              assertThat(EventFields.instant(event.payload(), "event_time")).isEqualTo(time);
              assertThat(EventFields.text(event.payload(), "market")).isEqualTo("zürich");
              assertThat(EventFields.longValue(event.payload(), "dasher_id")).isEqualTo(42);
              assertThat(EventFields.decimal(event.payload(), "latitude")).isEqualTo("47.376887");
              assertThat(EventFields.decimal(event.payload(), "longitude")).isEqualTo("-8.541694");
              assertThat(EventFields.integer(event.payload(), "accuracy_meters")).isEqualTo(12);
              assertThat(EventFields.has(event.payload(), "order_id")).isFalse();
            });
  }

  private static Instant instant(JsonNode text) {
    return OffsetDateTime.parse(text.asText()).toInstant();
  }
}

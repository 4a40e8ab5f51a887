package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.Pings;
import io.freshet.core.envelope.Records;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LogPlace;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition("dasher_pings", 0);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder = Records.encoder(Pings.contract(), registry);
  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final RegistryThatMayBeAway mayBeAway = new RegistryThatMayBeAway(registry);
  private final EventConsumer consumer =
      new EventConsumer(kafka, EventConsumer.decoders(List.of(Pings.contract()), mayBeAway));

  @BeforeEach
  void assign() {
    kafka.assign(List.of(PARTITION));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
    kafka.updateEndOffsets(Map.of(PARTITION, 2L));
  }

  @Test
  void handsOutEventsAndRefusalsWithTheirPositions() {
    arrive(0, encoder.encode(Pings.payload()).value());
    arrive(1, new byte[] {7});

    List<EventConsumer.Received> received = consumer.poll(Duration.ZERO);

    assertThat(received.get(0).decoded()).isInstanceOf(Decoded.Event.class);
    assertThat(received.get(1).decoded())
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(RefusalCause.NOT_WIRE_FORMAT));
    assertThat(received)
        .extracting(EventConsumer.Received::position)
        .containsExactly(position(0), position(1));
    assertThat(consumer.isAtEnd()).isTrue();
  }

  @Test
  void bringsTheSameRecordsAgainAfterTheRegistryWasAway() {
    arrive(0, encoder.encode(Pings.payload()).value());
    mayBeAway.isAway = true;
    assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY));
    mayBeAway.isAway = false;

    assertThat(kafka.position(PARTITION)).isZero();
    assertThat(consumer.isAtEnd()).isFalse();
  }

  @Test
  void isNotAtTheEndOfStreamsThatAreNotAssignedYet() {
    kafka.assign(List.of());

    assertThat(consumer.isAtEnd()).isFalse();
  }

  private void arrive(long offset, byte[] value) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());
    kafka.addRecord(
        new LogPlace(PARTITION.topic(), PARTITION.partition(), offset, Pings.NOW.toEpochMilli())
            .holding(sent.key(), value, sent.headers()));
  }

  private static Position position(long offset) {
    return new Position("dasher_pings", 0, offset, Pings.NOW.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Can be switched off and on. */
  private static final class RegistryThatMayBeAway implements SchemaRegistry {
    private final SchemaRegistry registry;
    private boolean isAway;

    RegistryThatMayBeAway(SchemaRegistry registry) {
      this.registry = registry;
    }

    @Override
    public Optional<Schema> schema(int id) {
      if (isAway) {
        throw new FreshetException(Fault.DEPENDENCY, "Cannot ask the registry");
      }

      return registry.schema(id);
    }

    @Override
    public int register(String subject, Schema schema) {
      return registry.register(subject, schema);
    }
  }
}

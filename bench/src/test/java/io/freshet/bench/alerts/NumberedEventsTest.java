package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class NumberedEventsTest {
  private static final Contract CONTRACT =
      Contracts.read(Path.of("..", "contracts")).require("dasher_pings");

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Passages passages = new Passages();
  private final NumberedEvents events =
      new NumberedEvents(
          List.of(
              new NumberedEvents.Lane(
                  EventEncoder.of(
                      CONTRACT, new InMemorySchemaRegistry(), EventEncoder.Origin.of("/bench")),
                  new PayloadBuilder(CONTRACT),
                  passages)),
          2,
          kafka);

  @Test
  void anEventThatKafkaTakesIsNoFailure() {
    events.send(0, Instant.now());
    kafka.completeNext();

    assertThat(passages.count()).isEqualTo(1);
    assertThat(events.failure()).isEmpty();
  }

  @Test
  void tellsWhatKafkaHasNotTaken() {
    TimeoutException expired = new TimeoutException("1 record has expired");

    events.send(0, Instant.now());
    kafka.errorNext(expired);

    assertThat(events.failure()).contains(expired);
  }

  @Test
  void tellsWhyItSendsNoMore() {
    KafkaException broken = new KafkaException("broken");
    kafka.sendException = broken;

    events.send();

    assertThat(events.failure()).contains(broken);
  }
}

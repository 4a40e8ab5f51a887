package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.Pings;
import io.freshet.core.envelope.Records;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventProducerTest {
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final EventEncoder encoder =
      Records.encoder(Pings.contract(), new InMemorySchemaRegistry());
  private final EventProducer producer = new EventProducer("dasher_pings", encoder, kafka);

  @Test
  void tellsWhereTheEventIs() {
    CompletionStage<Position> sent = producer.send(Pings.payload());
    kafka.completeNext();

    assertThat(sent.toCompletableFuture().join())
        .satisfies(position -> assertThat(position.topic()).isEqualTo("dasher_pings"))
        .satisfies(position -> assertThat(position.offset()).isZero());
  }

  @Test
  void refusesBeforeTheBroker() {
    GenericRecord payload = Pings.payload();
    payload.put("market", null);

    assertThatThrownBy(() -> producer.send(payload)).isInstanceOf(InvalidEventException.class);
    assertThat(kafka.history()).isEmpty();
  }

  @Test
  void saysThatTheBrokerIsAway() {
    assertFailure(
        new TimeoutException("3 record(s) expired"),
        Fault.DEPENDENCY,
        "Cannot send an event to topic dasher_pings: 3 record(s) expired");
  }

  @Test
  void saysThatTheEventIsNotTaken() {
    assertFailure(
        new RecordTooLargeException("too large"),
        Fault.CALLER,
        "Cannot send an event to topic dasher_pings: too large");
  }

  @Test
  void answersThroughTheStageWhenTheBufferStaysFull() {
    kafka.sendException = new TimeoutException("Failed to allocate memory within 10000 ms");

    assertThatThrownBy(() -> producer.send(Pings.payload()).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY));
  }

  private void assertFailure(RuntimeException failure, Fault fault, String message) {
    CompletionStage<Position> sent = producer.send(Pings.payload());
    kafka.errorNext(failure);

    assertThatThrownBy(() -> sent.toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            FreshetException.class, seen -> assertThat(seen.fault()).isEqualTo(fault))
        .hasMessage(message);
  }
}

package io.freshet.assurance.probe;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.Position;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.generic.GenericRecord;

/** Sends test events as any client of Kafka's does. */
final class KafkaSender implements Sender {
  private final EventProducer producer;
  private final InstantSource clock;

  private KafkaSender(EventProducer producer, InstantSource clock) {
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * @throws io.freshet.core.toolkit.FreshetException when Kafka or the registry are away
   */
  static KafkaSender open(Contract contract, KafkaSettings kafka, SchemaRegistry registry) {
    return new KafkaSender(
        EventProducer.open(contract, kafka, registry, EventEncoder.Origin.of(StreamProbe.SOURCE)),
        InstantSource.system());
  }

  @Override
  public Sent send(Envelope envelope, GenericRecord payload) {
    Instant now = clock.instant();
    CompletableFuture<Position> answer = producer.sendTest(envelope, payload).toCompletableFuture();

    return new Sent(
        now, () -> Sender.byNow(answer).map(position -> new Arrival(position, Optional.empty())));
  }

  @Override
  public void close() {
    producer.close();
  }
}

package io.freshet.ingestion.writer.commit;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;

/** Sends events whose loss must fail the checkpoint: {@link #flush} throws what any send met. */
public final class AwaitedProducer implements AutoCloseable {
  private final EventProducer producer;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private AwaitedProducer(EventProducer producer) {
    this.producer = producer;
  }

  /**
   * @param sender what the envelopes name as their source
   */
  public static AwaitedProducer open(
      Contract contract, String bootstrap, String registryUrl, String sender) {
    return new AwaitedProducer(
        EventProducer.open(
            contract,
            new KafkaSettings(bootstrap, 1),
            new HttpSchemaRegistry(RegistrySettings.of(registryUrl)),
            EventEncoder.Origin.of(sender)));
  }

  public void send(GenericRecord payload) {
    producer
        .send(payload)
        .whenComplete(
            (position, thrown) -> {
              if (thrown != null) {
                failure.compareAndSet(null, thrown);
              }
            });
  }

  /** Waits until everything is acknowledged. */
  public void flush() {
    producer.flush();
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Kafka did not take every event: " + thrown.getMessage(), thrown);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

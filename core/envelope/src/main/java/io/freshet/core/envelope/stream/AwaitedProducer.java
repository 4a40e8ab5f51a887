package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;

/**
 * Sends events whose loss must be noticed: {@link #flush} throws what any send met. The caller
 * gives the ids, so that an event that is sent again is the same one. Not thread-safe.
 */
public final class AwaitedProducer implements AutoCloseable {
  private final EventProducer producer;
  private final PayloadBuilder payloads;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  AwaitedProducer(EventProducer producer, Contract contract) {
    this.producer = producer;
    this.payloads = new PayloadBuilder(contract);
  }

  /** Opens it with what {@code kafka.*} and {@code registry.*} say. */
  public static AwaitedProducer open(Contract contract, Settings settings, String sender) {
    return open(
        contract,
        KafkaSettings.from(settings),
        new HttpSchemaRegistry(RegistrySettings.from(settings)),
        sender);
  }

  /**
   * @param sender what the envelopes name as their source, such as {@code /freshet/writer}
   */
  public static AwaitedProducer open(
      Contract contract, KafkaSettings kafka, SchemaRegistry registry, String sender) {
    return new AwaitedProducer(
        EventProducer.open(contract, kafka, registry, EventEncoder.Origin.of(sender)), contract);
  }

  public void send(String id, GenericRecord payload) {
    producer
        .send(id, payload)
        .whenComplete(
            (position, thrown) -> {
              if (thrown != null) {
                failure.accumulateAndGet(thrown, AwaitedProducer::graver);
              }
            });
  }

  /** Sends one event from values as {@link PayloadBuilder} takes them. */
  public void send(String id, Map<String, Object> columns) {
    columns.forEach(payloads::set);
    send(id, payloads.build());
  }

  /** As {@link #send(String, Map)}, and returns when Kafka has it. */
  public void deliver(String id, Map<String, Object> columns) {
    send(id, columns);
    flush();
  }

  /** What a retry may mend comes before an event that no retry would get through. */
  private static Throwable graver(Throwable known, Throwable thrown) {
    boolean isRefusal =
        known instanceof FreshetException refusal && refusal.fault() == Fault.CALLER;

    return known == null || isRefusal ? thrown : known;
  }

  /**
   * Waits until everything is acknowledged.
   *
   * @throws FreshetException what the first event met that was not
   */
  public void flush() {
    producer.flush();
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw KafkaFaults.failure("send every event", thrown);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

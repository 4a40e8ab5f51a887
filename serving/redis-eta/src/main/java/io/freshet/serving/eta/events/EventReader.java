package io.freshet.serving.eta.events;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes the records of one stream. What is refused is counted and left out, as the lake's writer
 * keeps it as a dead letter; and so is what was sent as a test.
 */
public final class EventReader<T> implements KafkaRecordDeserializationSchema<T> {
  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private final RegistryAccess registry;
  private final PayloadReader<T> payloads;
  private final Class<T> type;

  private transient EventDecoder decoder;
  private transient Counter refused;
  private transient Counter tests;

  private EventReader(
      StreamContract contract, RegistryAccess registry, PayloadReader<T> payloads, Class<T> type) {
    this.contract = contract;
    this.registry = registry;
    this.payloads = payloads;
    this.type = type;
  }

  public static EventReader<Ping> pings(StreamContract contract, RegistryAccess registry) {
    return new EventReader<>(contract, registry, Payloads::ping, Ping.class);
  }

  public static EventReader<OrderEvent> orderEvents(
      StreamContract contract, RegistryAccess registry) {
    return new EventReader<>(contract, registry, Payloads::orderEvent, OrderEvent.class);
  }

  @Override
  public void open(InitializationContext context) {
    decoder = new EventDecoder(contract.parse(), registry.open());
    refused = context.getMetricGroup().counter("refusedEvents");
    tests = context.getMetricGroup().counter("testEvents");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<T> collector) {
    Decoded decoded = decoder.decode(kafkaRecord);
    if (decoded instanceof Decoded.Event event) {
      payloads.read(event.payload()).ifPresentOrElse(collector::collect, refused::inc);
    } else if (decoded instanceof Decoded.Test) {
      tests.inc();
    } else {
      refused.inc();
    }
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return TypeInformation.of(type);
  }
}

package io.freshet.serving.eta.events;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.PayloadBuilder;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the job found into events of a contract; what does not follow it is left out. */
public final class EventWriter<T> implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

  private final StreamContract contract;
  private final RegistryAccess registry;
  private final EventForm<T> form;

  private transient EventEncoder encoder;
  private transient PayloadBuilder payloads;
  private transient Counter refused;

  public EventWriter(StreamContract contract, RegistryAccess registry, EventForm<T> form) {
    this.contract = contract;
    this.registry = registry;
    this.form = form;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    Contract parsed = ContractTexts.parse(contract.name(), contract.text());
    int partitions = sink.getPartitionsForTopic(Streams.topic(parsed)).length;
    encoder = EventEncoder.of(parsed, registry.open(), Origin.of("/freshet/eta"), partitions);
    payloads = new PayloadBuilder(parsed);
    refused = context.getMetricGroup().counter(form.refusedCounter());
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T found, KafkaSinkContext context, Long timestamp) {
    try {
      form.fill(payloads, found);

      return encoder.encode(form.id(found), payloads.build());
    } catch (InvalidEventException e) {
      refused.inc();
      LOG.warn(
          "Event left out stream={} event={} problem={}",
          contract.name(),
          form.id(found),
          e.getMessage());

      return null; // Flink's writer skips it
    }
  }
}

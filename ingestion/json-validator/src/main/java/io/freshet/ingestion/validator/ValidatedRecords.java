package io.freshet.ingestion.validator;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.raw.DeadLetters;
import io.freshet.core.envelope.raw.RawEvents;
import io.freshet.core.envelope.raw.Verdict;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.ingestion.validator.raw.RawRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes of each raw record one record: an event on its contract's stream, or a dead letter. All of
 * a checkpoint's are in one transaction of Kafka's, whichever topics they go to.
 */
final class ValidatedRecords implements KafkaRecordSerializationSchema<RawRecord> {
  static final DeadLetters.Teller TELLER =
      new DeadLetters.Teller("/freshet/json-validator", "the raw topic");

  private static final long serialVersionUID = 1L;

  private final List<Contract> contracts;
  private final Contract deadLetterContract;
  private final RegistrySettings registry;
  private final int source;

  private transient RawEvents events;
  private transient DeadLetters deadLetters;
  private transient MetricGroup metrics;
  private transient Map<String, Counter> counters;

  /**
   * @param contracts that take raw JSON
   * @param source the raw topic's number
   */
  ValidatedRecords(
      List<Contract> contracts, Contract deadLetters, RegistrySettings registry, int source) {
    this.contracts = List.copyOf(contracts);
    this.deadLetterContract = deadLetters;
    this.registry = registry;
    this.source = source;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    SchemaRegistry schemas = new HttpSchemaRegistry(registry);
    events = new RawEvents(contracts, contract -> encoder(contract, schemas, sink));
    deadLetters =
        new DeadLetters(deadLetterContract, encoder(deadLetterContract, schemas, sink), TELLER);
    metrics = context.getMetricGroup();
    counters = new HashMap<>();
  }

  private static EventEncoder encoder(
      Contract contract, SchemaRegistry schemas, KafkaSinkContext sink) {
    int partitions = sink.getPartitionsForTopic(Streams.topic(contract)).length;

    return EventEncoder.of(contract, schemas, Origin.of(TELLER.name()), partitions);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RawRecord raw, KafkaSinkContext context, Long timestamp) {
    ConsumerRecord<byte[], byte[]> kafkaRecord = raw.toConsumerRecord();
    Verdict verdict = events.judge(kafkaRecord);
    if (verdict instanceof Verdict.Fits fits) {
      counter("events", fits.contract()).inc();

      return fits.event();
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    counter("refused", refused.refusal().cause()).inc();

    return deadLetters.of(source, kafkaRecord, refused);
  }

  /** Contracts and causes are few. */
  private Counter counter(String what, String of) {
    return counters.computeIfAbsent(what + " " + of, name -> metrics.addGroup(what).counter(of));
  }
}

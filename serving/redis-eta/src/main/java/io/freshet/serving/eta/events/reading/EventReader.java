package io.freshet.serving.eta.events.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Payloads;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.events.RegistryAccess;
import io.freshet.serving.eta.events.StreamContract;
import io.freshet.serving.eta.events.Timed;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * Decodes the records of one stream. What is refused is counted and left out, as the lake's writer
 * keeps it as a dead letter; and so is what was sent as a test, and a ping of a phone whose clock
 * runs ahead: it would push event time forward for everybody, and have the phone's true pings look
 * late until then.
 */
public final class EventReader<T extends Timed> implements KafkaRecordDeserializationSchema<T> {
  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private final RegistryAccess registry;
  private final Reading<T> reading;
  private final Class<T> type;
  private final long maxAheadMillis;

  private transient RecordReader<T> records;
  private transient Counter refused;
  private transient Counter tests;
  private transient Counter future;

  /** How a task reads the records of a contract. */
  @FunctionalInterface
  private interface Reading<T> extends Serializable {
    RecordReader<T> of(Contract contract, EventDecoder decoder);
  }

  private EventReader(
      StreamContract contract,
      RegistryAccess registry,
      Reading<T> reading,
      Class<T> type,
      long maxAheadMillis) {
    this.contract = contract;
    this.registry = registry;
    this.reading = reading;
    this.type = type;
    this.maxAheadMillis = maxAheadMillis;
  }

  /**
   * @param maxAhead by how much a phone's clock may be ahead of when Kafka got its ping
   */
  public static EventReader<Ping> pings(
      StreamContract contract, RegistryAccess registry, Duration maxAhead) {
    return new EventReader<>(contract, registry, FlatPings::of, Ping.class, maxAhead.toMillis());
  }

  /** Services are believed as far as the contract goes: an order's step must not get lost. */
  public static EventReader<OrderEvent> orderEvents(
      StreamContract contract, RegistryAccess registry) {
    return new EventReader<>(
        contract,
        registry,
        (read, decoder) -> new PayloadRecords<>(decoder, Payloads::orderEvent),
        OrderEvent.class,
        Long.MAX_VALUE);
  }

  @Override
  public void open(InitializationContext context) {
    Contract parsed = contract.parse();
    records = reading.of(parsed, new EventDecoder(parsed, registry.open()));
    refused = context.getMetricGroup().counter("refusedEvents");
    tests = context.getMetricGroup().counter("testEvents");
    future = context.getMetricGroup().counter("futurePings");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<T> collector) {
    Optional<Decoded.Aside> aside = records.turnTo(kafkaRecord);
    if (aside.isPresent()) {
      (aside.get() instanceof Decoded.Test ? tests : refused).inc();
      return;
    }
    Optional<T> element = records.element(waitedMillis(kafkaRecord));
    if (element.isEmpty()) {
      refused.inc();
    } else if (isAhead(element.get().millis(), kafkaRecord)) {
      future.inc();
    } else {
      collector.collect(element.get());
    }
  }

  /** Only a broker's clock can tell; a producer's own may be the one that is wrong. */
  private boolean isAhead(long millis, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return kafkaRecord.timestampType() == TimestampType.LOG_APPEND_TIME
        && millis - kafkaRecord.timestamp() > maxAheadMillis;
  }

  private static long waitedMillis(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return kafkaRecord.timestampType() == TimestampType.LOG_APPEND_TIME
        ? Math.max(0, System.currentTimeMillis() - kafkaRecord.timestamp())
        : 0;
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return TypeInformation.of(type);
  }
}

package io.freshet.ingestion.gateway.refusal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** What is kept of refusals, on a log without brokers of its own. */
public final class KeptRefusals {
  static final int MAX_BODY_BYTES = 1000;
  static final int PER_SECOND = 10;

  private static final Contract CONTRACT =
      Contracts.read(Path.of("../../contracts")).require(Contracts.REFUSED_EVENTS);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final FakeKafka kafka;
  private final Refusals refusals;

  private KeptRefusals(FakeKafka kafka, int perSecond, LongSupplier nanoTime) {
    this.kafka = kafka;
    EventEncoder encoder =
        EventEncoder.of(CONTRACT, registry, EventEncoder.Origin.of("/event-gateway/refusals"));
    this.refusals =
        Refusals.of(
            new RefusalKeeper(
                new RefusalForm(encoder, InstantSource.system(), MAX_BODY_BYTES),
                kafka.log(),
                new RateLimits(perSecond, nanoTime),
                metrics));
  }

  /** Where nobody comes near a bound. */
  public static KeptRefusals unbounded() {
    return new KeptRefusals(FakeKafka.acknowledging(CONTRACT), 1_000_000, System::nanoTime);
  }

  /** With a clock such as {@code System::nanoTime}. */
  static KeptRefusals bounded(LongSupplier nanoTime) {
    return new KeptRefusals(FakeKafka.acknowledging(CONTRACT), PER_SECOND, nanoTime);
  }

  /** Where Kafka says nothing unless it is told to. */
  public static KeptRefusals silent() {
    return new KeptRefusals(FakeKafka.silent(CONTRACT), 1_000_000, System::nanoTime);
  }

  public Refusals refusals() {
    return refusals;
  }

  public FakeKafka kafka() {
    return kafka;
  }

  /** All that was sent, in order; none of it may be what our own decoder refuses. */
  public List<GenericRecord> rows() {
    EventDecoder decoder = new EventDecoder(CONTRACT, registry);

    return kafka.fast().stream()
        .map(
            sent -> {
              if (!(decoder.decode(received(sent)) instanceof Decoded.Event event)) {
                throw new AssertionError("Refused: " + decoder.decode(received(sent)));
              }

              return event.payload();
            })
        .toList();
  }

  public GenericRecord only() {
    List<GenericRecord> rows = rows();
    if (rows.size() != 1) {
      throw new AssertionError("Not one row: " + rows);
    }

    return rows.get(0);
  }

  public static String body(GenericRecord row) {
    return UTF_8.decode(((ByteBuffer) row.get("body")).duplicate()).toString();
  }

  double count(String producer, String outcome) {
    return metrics
        .counter("freshet.gateway.refusals", "producer", producer, "outcome", outcome)
        .count();
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        System.currentTimeMillis(),
        TimestampType.LOG_APPEND_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}

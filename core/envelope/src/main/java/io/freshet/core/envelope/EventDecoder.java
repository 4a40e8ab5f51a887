package io.freshet.core.envelope;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded.Event;
import io.freshet.core.envelope.Decoded.Refused;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.batch.ReceivedTime;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns Kafka records of one contract into events or refusals. Never throws for what a record
 * contains; throws a dependency failure when the registry is away, because that is no fault of the
 * record's. Not thread-safe: one per contract and thread.
 *
 * <p>The payload holds Avro's raw values (microseconds as {@code Long}, decimals as the {@code
 * ByteBuffer} of the unscaled number, text as {@code Utf8}); {@link EventFields} reads them as Java
 * values.
 */
public final class EventDecoder {
  private final EnvelopeReader envelope;
  private final WriterSchemas writers;
  private final PayloadDecoder bytes = new PayloadDecoder();
  private final ValueRule rules;
  private final Plausibility plausibility;
  private final String eventTimeName;
  private final int eventTime;

  public EventDecoder(Contract contract, SchemaRegistry registry) {
    this(contract, registry, InstantSource.system());
  }

  /** With a clock that only times how long an unknown schema id is believed to be unknown. */
  EventDecoder(Contract contract, SchemaRegistry registry, InstantSource clock) {
    this.envelope = new EnvelopeReader(contract.name());
    this.writers = new WriterSchemas(AvroSchemas.of(contract), registry, clock);
    this.rules = ValueRule.of(contract);
    this.plausibility = Plausibility.of(contract);
    this.eventTimeName = contract.schema().keys().eventTime();
    this.eventTime = contract.schema().indexOf(eventTimeName);
  }

  /**
   * Why data of one schema can't be read as that of another; empty when it can. Looks at units and
   * scales too, which registries don't.
   */
  public static Optional<String> obstacle(Schema writer, Schema reader) {
    return SchemaResolution.problem(writer, reader);
  }

  /**
   * Whether data of its schema is met for the first time. Then somebody may have changed the
   * contract, and this decoder does not know it yet.
   *
   * <p>A record whose schema the registry does not know meets none.
   */
  public boolean meetsFirst(LogRecord logRecord) {
    return WireFormat.isFramed(logRecord.bytes(), logRecord.valueStart(), logRecord.valueLength())
        && writers.isFirstOf(WireFormat.schemaId(logRecord.bytes(), logRecord.valueStart()));
  }

  /** What is known of the schemas; shared, so that a registry is asked once. */
  WriterSchemas writers() {
    return writers;
  }

  public Decoded decode(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Optional<Refused> refused = envelope.read(kafkaRecord.headers());
    boolean isTest = envelope.isTest();
    Decoded decoded = refused.isPresent() ? refused.get() : enveloped(kafkaRecord);

    return isTest ? new Decoded.Test(decoded) : decoded;
  }

  private Decoded enveloped(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    byte[] key = kafkaRecord.key();
    if (key == null || key.length == 0) {
      return new Refused(RefusalCause.MISSING_KEY, "the record has no key");
    }
    byte[] value = kafkaRecord.value();
    if (value == null || value.length == 0) {
      return new Refused(RefusalCause.MISSING_PAYLOAD, "the record has no value");
    }
    if (!WireFormat.isFramed(value, 0, value.length)) {
      return new Refused(
          RefusalCause.NOT_WIRE_FORMAT, "the value does not begin with 0 and a schema id");
    }
    WriterSchemas.Resolved writer = writers.of(WireFormat.schemaId(value, 0));
    if (writer instanceof WriterSchemas.Resolvable resolvable) {
      return payload(kafkaRecord, resolvable.reader());
    }

    return writer instanceof WriterSchemas.Unknown unknown
        ? unknown.refused()
        : ((WriterSchemas.Unreadable) writer).refused();
  }

  private Decoded payload(
      ConsumerRecord<byte[], byte[]> kafkaRecord, DatumReader<GenericRecord> reader) {
    GenericRecord payload;
    byte[] value = kafkaRecord.value();
    bytes.start(value, WireFormat.HEADER_BYTES, value.length);
    try {
      payload = reader.read(null, bytes);
    } catch (IOException | RuntimeException e) {
      // Avro's readers throw whatever comes up, such as IndexOutOfBounds for a union's branch.
      return new Refused(
          RefusalCause.UNDECODABLE,
          "the value does not follow its schema at byte %d: %s"
              .formatted(bytes.position(), PayloadDecoder.reason(e)));
    }
    if (bytes.remaining() > 0) {
      return new Refused(
          RefusalCause.UNDECODABLE, "%d bytes follow the payload".formatted(bytes.remaining()));
    }
    Optional<String> problem = rules.problem(payload);

    return problem.isPresent()
        ? new Refused(RefusalCause.INVALID_VALUE, problem.get())
        : timed(kafkaRecord, payload);
  }

  private Decoded timed(ConsumerRecord<byte[], byte[]> kafkaRecord, GenericRecord payload) {
    if (!(payload.get(eventTime) instanceof Long micros)) {
      return new Refused(RefusalCause.INVALID_VALUE, "%s is missing".formatted(eventTimeName));
    }
    if (envelope.hasTime() && !Plausibility.agree(envelope.timeMicros(), micros)) {
      return new Refused(
          RefusalCause.INVALID_VALUE, "ce_time and %s differ".formatted(eventTimeName));
    }
    if (kafkaRecord.timestamp() >= 0) {
      Optional<Refused> refused = plausibility.refuse(micros, ReceivedTime.millis(kafkaRecord));
      if (refused.isPresent()) {
        return refused.get();
      }
    }

    return new Event(envelope.envelope(), payload);
  }
}

package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded.Aside;
import io.freshet.core.envelope.Decoded.Event;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.batch.ReceivedTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns Kafka records of one contract into flat events, straight from Avro's bytes. Accepts and
 * refuses exactly what {@link EventDecoder} does, for the same causes: it accepts what is usual by
 * itself and lets that one decide everything else. The contract's columns must have no parts. Not
 * thread-safe: one per contract and thread.
 */
public final class FlatEventDecoder {
  private final EventDecoder reference;
  private final FlatColumns columns;
  private final EnvelopeReader envelope;
  private final WriterSchemas writers;
  private final PayloadDecoder bytes = new PayloadDecoder();
  private final FlatRules rules;
  private final Plausibility plausibility;
  private final int eventTime;

  public FlatEventDecoder(Contract contract, EventDecoder reference) {
    this.reference = reference;
    this.columns = new FlatColumns(contract);
    this.envelope = new EnvelopeReader(contract.name());
    this.writers = reference.writers();
    this.rules = new FlatRules(contract);
    this.plausibility = Plausibility.of(contract);
    this.eventTime = contract.schema().indexOf(contract.schema().keys().eventTime());
  }

  /**
   * Fills the contract's columns of {@code event}, some with stretches of the record's bytes;
   * answers what it is otherwise.
   */
  public Optional<Aside> decode(LogRecord logRecord, FlatEvent event) {
    return isUsual(logRecord, event)
        ? Optional.empty()
        : decodeAtLength(logRecord.toConsumerRecord(), event);
  }

  /** The same of a record as Kafka's own consumer has it. */
  public Optional<Aside> decode(ConsumerRecord<byte[], byte[]> kafkaRecord, FlatEvent event) {
    return isUsual(kafkaRecord, event) ? Optional.empty() : decodeAtLength(kafkaRecord, event);
  }

  private Optional<Aside> decodeAtLength(
      ConsumerRecord<byte[], byte[]> kafkaRecord, FlatEvent event) {
    Decoded decoded = reference.decode(kafkaRecord);
    if (decoded instanceof Aside aside) {
      return Optional.of(aside);
    }
    columns.fill(event, ((Event) decoded).payload());

    return Optional.empty();
  }

  /** Whether the record surely is an event; then it has been read. */
  private boolean isUsual(LogRecord logRecord, FlatEvent event) {
    return envelope.read(logRecord).isEmpty()
        && !envelope.isTest()
        && logRecord.keyLength() > 0
        && isRead(logRecord.bytes(), logRecord.valueStart(), logRecord.valueLength(), event)
        && isTimely(logRecord.receivedMillis(), event);
  }

  private boolean isUsual(ConsumerRecord<byte[], byte[]> kafkaRecord, FlatEvent event) {
    byte[] key = kafkaRecord.key();
    byte[] value = kafkaRecord.value();

    return envelope.read(kafkaRecord.headers()).isEmpty()
        && !envelope.isTest()
        && key != null
        && key.length > 0
        && value != null
        && isRead(value, 0, value.length, event)
        && isTimely(
            kafkaRecord.timestamp() < 0
                ? kafkaRecord.timestamp()
                : ReceivedTime.millis(kafkaRecord),
            event);
  }

  /** Whether the bytes are a payload that keeps its contract's rules. */
  private boolean isRead(byte[] data, int start, int length, FlatEvent event) {
    return WireFormat.isFramed(data, start, length)
        && writers.of(WireFormat.schemaId(data, start)) instanceof WriterSchemas.Resolvable writer
        && writer.flat().isPresent()
        && isRead(writer.flat().get(), data, start, length, event)
        && rules.hold(event);
  }

  private boolean isRead(FlatPlan plan, byte[] data, int start, int length, FlatEvent event) {
    bytes.start(data, start + WireFormat.HEADER_BYTES, start + length);
    try {
      plan.read(bytes, event);
    } catch (IOException | RuntimeException e) {
      // The reference decoder meets the same and tells what it is.
      return false;
    }

    return bytes.remaining() == 0;
  }

  private boolean isTimely(long receivedMillis, FlatEvent event) {
    if (!event.has(eventTime)) {
      return false;
    }
    long micros = event.number(eventTime);

    return (!envelope.hasTime() || Plausibility.agree(envelope.timeMicros(), micros))
        && (receivedMillis < 0 || plausibility.refuse(micros, receivedMillis).isEmpty());
  }

  /**
   * Puts where the event decoded last was first refused into a slot of it, as a stretch of the
   * record's bytes; nothing where it was not redriven.
   */
  public void origin(FlatEvent event, int slot) {
    envelope.origin(event, slot);
  }

  /** The id that the sender gave to the event decoded last, as UTF-8. */
  public byte[] clientId() {
    byte[] id = envelope.id();
    for (byte letter : id) {
      if (letter < 0) {
        // Where it is no UTF-8, it has to become some.
        return new String(id, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      }
    }

    return id;
  }
}

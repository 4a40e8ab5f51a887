package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded.Event;
import io.freshet.core.envelope.Decoded.Refused;
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

  /** Fills the contract's columns of {@code event}; answers why it can't be one otherwise. */
  public Optional<Refused> decode(ConsumerRecord<byte[], byte[]> kafkaRecord, FlatEvent event) {
    if (isUsual(kafkaRecord, event)) {
      return Optional.empty();
    }
    Decoded decoded = reference.decode(kafkaRecord);
    if (decoded instanceof Refused refused) {
      return Optional.of(refused);
    }
    columns.fill(event, ((Event) decoded).payload());

    return Optional.empty();
  }

  /** Whether the record surely is an event; then it has been read. */
  private boolean isUsual(ConsumerRecord<byte[], byte[]> kafkaRecord, FlatEvent event) {
    byte[] key = kafkaRecord.key();
    byte[] value = kafkaRecord.value();

    return envelope.read(kafkaRecord.headers()).isEmpty()
        && key != null
        && key.length > 0
        && value != null
        && WireFormat.isFramed(value)
        && writers.of(WireFormat.schemaId(value)) instanceof WriterSchemas.Resolvable writer
        && writer.flat().isPresent()
        && isRead(writer.flat().get(), value, event)
        && rules.hold(event)
        && isTimely(kafkaRecord.timestamp(), event);
  }

  private boolean isRead(FlatPlan plan, byte[] value, FlatEvent event) {
    bytes.start(value, WireFormat.HEADER_BYTES);
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

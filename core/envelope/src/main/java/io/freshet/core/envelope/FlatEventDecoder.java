package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.envelope.Decoded.Event;
import io.freshet.core.envelope.Decoded.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns Kafka records of one contract into flat events. Accepts and refuses exactly what {@link
 * EventDecoder} does, for the same causes. Not thread-safe: one per contract and thread.
 */
public final class FlatEventDecoder {
  private final EventDecoder reference;
  private final FlatColumns columns;
  private byte[] clientId = new byte[0];

  public FlatEventDecoder(Contract contract, EventDecoder reference) {
    this.reference = reference;
    this.columns = new FlatColumns(contract);
  }

  /** The first column that a flat event can't hold; empty when the contract can be read flat. */
  public static Optional<Field> obstacle(Contract contract) {
    return FlatColumns.withParts(contract);
  }

  /** Fills the contract's columns of {@code event}; answers why it can't be one otherwise. */
  public Optional<Refused> decode(ConsumerRecord<byte[], byte[]> kafkaRecord, FlatEvent event) {
    Decoded decoded = reference.decode(kafkaRecord);
    if (decoded instanceof Refused refused) {
      return Optional.of(refused);
    }
    Event accepted = (Event) decoded;
    columns.fill(event, accepted.payload());
    clientId = accepted.envelope().id().getBytes(StandardCharsets.UTF_8);

    return Optional.empty();
  }

  /** The id that the sender gave to the event decoded last, as UTF-8. */
  public byte[] clientId() {
    return clientId;
  }
}

package io.freshet.ingestion.gateway.intake;

import io.freshet.ingestion.gateway.stream.OpenStream;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** An event that was held against its contract and not yet sent. */
public sealed interface Prepared {
  Optional<String> id();

  /** A record that its contract allows. */
  record Ready(Optional<String> id, OpenStream stream, ProducerRecord<byte[], byte[]> event)
      implements Prepared {}

  /** One that is not sent, and why; {@link Outcome.Refused} or {@link Outcome.Unavailable}. */
  record Settled(Optional<String> id, String contract, Outcome outcome) implements Prepared {}
}

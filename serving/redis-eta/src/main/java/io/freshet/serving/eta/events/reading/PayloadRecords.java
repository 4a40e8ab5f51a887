package io.freshet.serving.eta.events.reading;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Decoded.Aside;
import io.freshet.core.envelope.EventDecoder;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads elements by way of their payloads: whatever the contract's columns are. */
final class PayloadRecords<T> implements RecordReader<T> {
  private final EventDecoder decoder;
  private final PayloadReader<T> payloads;
  private GenericRecord payload;

  PayloadRecords(EventDecoder decoder, PayloadReader<T> payloads) {
    this.decoder = decoder;
    this.payloads = payloads;
  }

  @Override
  public Optional<Aside> turnTo(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Decoded decoded = decoder.decode(kafkaRecord);
    if (decoded instanceof Aside aside) {
      return Optional.of(aside);
    }
    payload = ((Decoded.Event) decoded).payload();

    return Optional.empty();
  }

  @Override
  public Optional<T> element(long waitedMillis) {
    return payloads.read(payload, waitedMillis);
  }
}

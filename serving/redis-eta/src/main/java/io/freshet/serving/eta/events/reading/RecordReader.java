package io.freshet.serving.eta.events.reading;

import io.freshet.core.envelope.Decoded;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a stream's elements out of Kafka's records, one after the other. Not thread-safe. */
interface RecordReader<T> {
  /** Turns to a record; says what it is where it is kept aside. */
  Optional<Decoded.Aside> turnTo(ConsumerRecord<byte[], byte[]> kafkaRecord);

  /**
   * The element of the record that it was turned to; empty when this version can't use it.
   *
   * @param waitedMillis how long Kafka had had it
   */
  Optional<T> element(long waitedMillis);
}

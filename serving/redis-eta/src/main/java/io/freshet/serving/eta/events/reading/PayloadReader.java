package io.freshet.serving.eta.events.reading;

import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes a stream's element of a payload that Kafka has had for so long; empty when this version
 * can't use it.
 */
@FunctionalInterface
interface PayloadReader<T> {
  Optional<T> read(GenericRecord payload, long waitedMillis);
}

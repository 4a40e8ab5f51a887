package io.freshet.core.envelope.consumer;

import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.stream.Position;
import org.apache.avro.generic.GenericRecord;

/**
 * An event for a handler.
 *
 * @param position the same whenever the event comes again: what makes a handler idempotent
 * @param payload for {@link io.freshet.core.envelope.EventFields}
 * @param isTest whether its sender marked it as a test; never, unless the service asks for tests
 * @param attempt from 1 on, since this process got it
 */
public record Delivery(
    Position position, Envelope envelope, GenericRecord payload, boolean isTest, int attempt) {}

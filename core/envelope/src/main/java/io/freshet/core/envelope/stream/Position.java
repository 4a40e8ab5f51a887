package io.freshet.core.envelope.stream;

import java.time.Instant;

/** Where Kafka put an event, and when. */
public record Position(String topic, int partition, long offset, Instant receivedAt) {}

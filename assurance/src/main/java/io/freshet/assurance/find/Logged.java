package io.freshet.assurance.find;

import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.batch.ReceivedTime;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the log knows of an event, without anything that its sender wrote.
 *
 * @param bytes of its payload
 * @param gateway on whose account it stands, where an event gateway took it in
 * @param origin where it was refused before it was sent again, as {@code source:partition:offset}
 */
public record Logged(
    Instant receivedAt,
    int bytes,
    Optional<IntakeMark> gateway,
    Optional<String> origin,
    boolean isTest) {
  static Logged of(ConsumerRecord<byte[], byte[]> found) {
    return new Logged(
        Instant.ofEpochMilli(ReceivedTime.millis(found)),
        Math.max(0, found.serializedValueSize()),
        new IntakeMark.Reader().read(found.headers()),
        RedriveOrigin.of(found.headers()),
        TestMark.isOn(found.headers()));
  }
}
